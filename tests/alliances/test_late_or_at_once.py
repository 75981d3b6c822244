"""An invitation answered twice at once, or before one's mandate begins; a woken alliance awake."""

import datetime
import threading
import time

import pytest
from django.db import OperationalError, connections
from django.utils import timezone

from terreau.actors.models import Mandate
from terreau.alliances.actions.invitations import Guest, accept_invitation, invite
from terreau.alliances.actions.publication import wake_alliance
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance, Invitation, Membership
from terreau.core.verdicts import Refused
from tests.actors.factories import make_mandate, make_organisation, make_person
from tests.alliances.factories import Cast, fresh, make_cast
from tests.alliances.story_factories import page, sign_in

DENIS = "denis@exemple.test"
TOMORROW = datetime.timedelta(days=1)


def send(cast: Cast, organisation=None) -> Invitation:
    guest = Guest(DENIS, "Denis Martin", organisation)
    return invite(cast.alliance, guest, by=cast.bastien, now=timezone.now()).invitation


def accept(invitation: Invitation, person=None):
    return accept_invitation(
        invitation, person=person, full_name="Denis Martin", title="gérant", now=timezone.now()
    )


def accept_despite_locks(pk: int) -> str:
    """Answer as a page does; a lock that lasts is tried again, as a person would."""
    for _attempt in range(200):
        try:
            accept(Invitation.objects.select_related("alliance").get(pk=pk))
        except Refused:
            return "refused"
        except OperationalError:
            time.sleep(0.01)
        else:
            return "joined"
    return "never decided"


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_on_one_invitation_one_joins() -> None:
    cast = make_cast()
    organisation = make_organisation("Atelier du Pont")
    invitation = send(cast, organisation)
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def click() -> None:
        barrier.wait()
        outcomes.append(accept_despite_locks(invitation.pk))
        connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["joined", "refused"]
    assert Membership.objects.filter(organisation=organisation).count() == 1
    assert Mandate.objects.filter(organisation=organisation).count() == 1


@pytest.mark.django_db
def test_a_mandate_to_come_begins_with_the_invitation_when_nobody_speaks_yet() -> None:
    cast = make_cast()
    organisation = make_organisation("Atelier du Pont")
    denis = make_person("Denis Martin", email=DENIS)
    today = timezone.localdate()
    coming = make_mandate(denis, organisation, starts_on=today + 30 * TOMORROW)
    accept(send(cast, organisation), denis)
    coming.refresh_from_db()
    assert coming.starts_on == today
    assert Mandate.objects.filter(person=denis).count() == 1
    assert Membership.objects.current().filter(organisation=organisation).exists()


@pytest.mark.django_db
def test_a_mandate_to_come_waits_its_day_when_somebody_else_speaks() -> None:
    cast = make_cast()
    organisation = make_organisation("Atelier du Pont")
    denis = make_person("Denis Martin", email=DENIS)
    invitation = send(cast, organisation)
    today = timezone.localdate()
    coming = make_mandate(denis, organisation, starts_on=today + 30 * TOMORROW)
    make_mandate(make_person("Autre Personne"), organisation, starts_on=today)
    with pytest.raises(Refused, match="rouvrez ce lien ce jour-là"):
        accept(invitation, denis)
    coming.refresh_from_db()
    assert coming.starts_on > today


@pytest.mark.django_db
@pytest.mark.parametrize("status", [AllianceStatus.PUBLISHED, AllianceStatus.OPEN])
def test_what_does_not_sleep_is_not_woken(client, status: str) -> None:
    cast = make_cast(status="published")
    Alliance.objects.filter(pk=cast.alliance.pk).update(status=status)
    answer = sign_in(client, cast.bastien).post(page("rest", cast.alliance), {"wake": "1"})
    assert answer.status_code == 403
    assert "ne dort pas" in answer.text
    assert fresh(cast.alliance).status == status
    Alliance.objects.filter(pk=cast.alliance.pk).update(status=AllianceStatus.DORMANT)
    wake_alliance(fresh(cast.alliance), by=cast.bastien, now=timezone.now())
    assert fresh(cast.alliance).status == AllianceStatus.OPEN
