"""Pass a charge on: the sheet of a facilitator, and the act that leaves no gap (R12)."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.alliances.actions.handover import hand_over
from terreau.alliances.models import (
    Alliance,
    ChallengeStance,
    Invitation,
    JournalEntry,
    Membership,
    MembershipRole,
    ObjectiveAnswer,
)
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from tests.actors.factories import make_mandate, make_person
from tests.alliances.factories import make_cast, make_challenge, make_objective
from tests.alliances.story_factories import make_entry, page, queries_of, sign_in

pytestmark = pytest.mark.django_db


def facilitators(alliance: Alliance) -> set[int]:
    running = MembershipRole.objects.running(timezone.localdate())
    return set(
        running.filter(membership__alliance=alliance, role="facilitator").values_list(
            "mandate_id", flat=True
        )
    )


def pass_on(cast, to, by=None):
    return hand_over(
        cast.alliance, to=to, note="Appeler le lycée.", by=by or cast.bastien, now=timezone.now()
    )


def test_one_role_closes_and_the_other_opens_and_the_note_stays_inside() -> None:
    cast = make_cast(status="published")
    colleague = make_mandate(make_person("Léa Blanc"), cast.bastien.organisation)
    note = pass_on(cast, colleague)
    assert facilitators(cast.alliance) == {colleague.pk, cast.fatou.mandate.pk}
    alliance = Alliance.objects.get(pk=cast.alliance.pk)
    assert (alliance.facilitator_count, alliance.facilitator_world_count) == (2, 2)
    assert (note.is_public, note.text) == (False, "Appeler le lycée.")
    former = MembershipRole.objects.get(mandate=cast.bastien.mandate)
    assert former.ends_on == timezone.localdate()
    sentence = records_of(cast.alliance.scope).first().sentence
    assert "a passé le relais" in sentence
    assert "Léa" not in sentence


def test_a_published_alliance_keeps_two_worlds() -> None:
    cast = make_cast(status="published")
    clerk = make_mandate(make_person("Paul Vert"), cast.fatou.organisation)
    with pytest.raises(Refused, match="deux facilitateurs de deux mondes"):
        pass_on(cast, clerk)
    assert cast.bastien.mandate.pk in facilitators(cast.alliance)
    assert not JournalEntry.objects.exists()
    pass_on(cast, cast.ama.mandate)
    assert facilitators(cast.alliance) == {cast.ama.mandate.pk, cast.fatou.mandate.pk}


def test_a_private_alliance_may_pass_to_the_same_world() -> None:
    cast = make_cast()
    clerk = make_mandate(make_person("Paul Vert"), cast.fatou.organisation)
    pass_on(cast, clerk)
    alliance = Alliance.objects.get(pk=cast.alliance.pk)
    assert (alliance.facilitator_count, alliance.facilitator_world_count) == (2, 1)


def test_only_to_a_running_mandate_of_a_member_and_not_to_oneself() -> None:
    cast = make_cast()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ended = make_mandate(make_person("Anne Gris"), cast.ama.organisation, ends_on=yesterday)
    own = make_mandate(cast.bastien.person, cast.ama.organisation)
    for wrong in (cast.chloe.mandate, ended):
        with pytest.raises(Refused, match="pas de mandat en cours dans une organisation membre"):
            pass_on(cast, wrong)
    with pytest.raises(Refused, match="à une autre personne"):
        pass_on(cast, own)


def test_a_member_who_does_not_facilitate_has_no_charge_to_pass(client: Client) -> None:
    cast = make_cast()
    with pytest.raises(Refused, match="revient aux facilitateurs"):
        pass_on(cast, cast.fatou.mandate, by=cast.ama)
    assert sign_in(client, cast.ama).get(page("handover", cast.alliance)).status_code == 403


def _carry(cast, number: int) -> None:
    club = Membership.objects.get(organisation=cast.bastien.organisation)
    challenge = make_challenge(cast.alliance, f"Enjeu {number}")
    common = {"membership": club, "posture": cast.bastien.label}
    ChallengeStance.objects.create(
        challenge=challenge, position="supports", interest=None, **common
    )
    objective = make_objective(cast.alliance)
    ObjectiveAnswer.objects.create(objective=objective, answer="agreement", **common)
    make_entry(cast.alliance, f"Page {number}", author=cast.bastien.person)
    Invitation.objects.create(
        alliance=cast.alliance,
        email=f"invite{number}@exemple.test",
        person_name=f"Invité {number}",
        invited_by=cast.bastien.person,
    )


def test_the_sheet_gathers_what_one_carries_and_does_not_grow(client: Client) -> None:
    cast = make_cast()
    _carry(cast, 0)
    address = page("handover", cast.alliance)
    html = sign_in(client, cast.bastien).get(address).content.decode()
    for told in ("Enjeu 0", "intérêt inconnu", "version 1 : accord", "Page 0", "Invité 0"):
        assert told in html
    before = queries_of(client, address)
    for number in range(1, 8):
        _carry(cast, number)
    assert queries_of(client, address) == before
    assert before <= 15


def test_the_act_on_the_page_needs_a_note_and_loses_nothing(client: Client) -> None:
    cast = make_cast()
    address = page("handover", cast.alliance)
    sign_in(client, cast.bastien)
    missing = client.post(address, {"mandate": cast.ama.mandate.pk, "note": ""})
    assert "Écrivez au moins une phrase" in missing.content.decode()
    assert f'value="{cast.ama.mandate.pk}" selected' in missing.content.decode()
    done = client.post(address, {"mandate": cast.ama.mandate.pk, "note": "Tout va bien."})
    assert done["Location"] == cast.alliance.get_absolute_url()
    assert cast.ama.mandate.pk in facilitators(cast.alliance)
    assert client.get(address).status_code == 403
