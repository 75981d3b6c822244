"""An invitation from its letter to its answer; every closed door has its own sentence."""

import datetime
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.models import Person, PersonalLink
from terreau.actors.models import Mandate
from terreau.alliances.actions.invitations import Guest, accept_invitation, invite
from terreau.alliances.models import Alliance, Invitation, Membership
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from tests.actors.factories import make_mandate, make_organisation, make_person
from tests.alliances.factories import Cast, make_cast, pending
from tests.alliances.story_factories import page, sign_in

pytestmark = pytest.mark.django_db
YES = {"accept": "1", "full_name": "Denis Martin", "title": "gérant"}
DENIS = "denis@exemple.test"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def send(cast: Cast, *, email: str = DENIS, organisation=None) -> tuple[Invitation, str]:
    """Invite by the action; give the invitation and the address of its link."""
    sent = invite(
        cast.alliance,
        Guest(email, "Denis Martin", organisation, "Venez !"),
        by=cast.bastien,
        now=timezone.now(),
    )
    return sent.invitation, reverse("alliances:invitation", args=[sent.secret])


def invite_by_page(client: Client, cast: Cast, capture, **fields) -> str:
    """Invite by the page; give what the letter says."""
    sign_in(client, cast.bastien)
    with capture(execute=True):
        answer = client.post(page("invite", cast.alliance), {"email": DENIS, **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    return mail.outbox[-1].body


def link_in(letter: str) -> str:
    """The path of the link in a letter."""
    return re.search(r"http://testserver(\S+)", letter)[1]


def test_one_letter_leaves_after_the_commit_and_its_secret_is_nowhere_else(
    client: Client, cast: Cast, django_capture_on_commit_callbacks
) -> None:
    sign_in(client, cast.bastien)
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        client.post(page("invite", cast.alliance), {"email": DENIS, "message": "Venez <b>"})
        assert mail.outbox == []
    assert len(waiting) == 1
    waiting[0]()
    (letter,) = mail.outbox
    assert letter.to == [DENIS]
    assert "Venez <b>" in letter.body
    assert "Club Gravelle" in letter.subject
    secret = link_in(letter.body).rstrip("/").rsplit("/", 1)[1]
    kept = str(list(PersonalLink.objects.values()) + list(Invitation.objects.values()))
    assert len(secret) > 30
    assert secret not in kept
    told = str([(row.verb, row.params) for row in records_of(cast.alliance.scope)])
    assert secret not in told
    assert DENIS not in told


def test_reading_the_link_never_uses_it(client: Client, cast: Cast) -> None:
    invitation, address = send(cast)
    for method in (client.get, client.head, client.get):
        assert method(address).status_code == 200
    invitation.refresh_from_db()
    assert (invitation.state, invitation.link.used_at) == ("sent", None)
    assert "no-store" in client.get(address)["Cache-Control"]


def test_accepting_gives_an_account_a_mandate_a_membership_and_a_session(
    client: Client, cast: Cast
) -> None:
    farm = make_organisation("Ferme neuve")
    _invitation, address = send(cast, organisation=farm)
    answer = client.post(address, YES)
    assert answer.url == cast.alliance.get_absolute_url()
    denis = Person.objects.get(email=DENIS)
    mandate = Mandate.objects.get(person=denis)
    assert (mandate.organisation, mandate.title) == (farm, "gérant")
    assert mandate.starts_on == timezone.localdate()
    assert cast.alliance.memberships.filter(organisation=farm, left_on=None).exists()
    assert client.session["_auth_user_id"] == str(denis.pk)
    assert "Inviter" in client.get(answer.url).text


def test_an_inhabitant_joins_in_their_own_name(client: Client, cast: Cast) -> None:
    _invitation, address = send(cast)
    assert "espace des habitants" in client.get(address).text
    client.post(address, YES)
    membership = cast.alliance.memberships.get(person__email=DENIS)
    assert membership.organisation is None
    assert not Mandate.objects.filter(person__email=DENIS).exists()


def test_accepting_without_a_name_says_so_and_spends_nothing(client: Client, cast: Cast) -> None:
    invitation, address = send(cast)
    answer = client.post(address, {"accept": "1", "full_name": " "})
    assert "Écrivez votre nom" in answer.text
    assert pending(cast.alliance) == [invitation]
    assert not Person.objects.filter(email=DENIS).exists()


def test_each_closed_door_has_its_own_sentence(client: Client, cast: Cast) -> None:
    now, day = timezone.now(), datetime.timedelta(days=1)
    _used, used_address = send(cast)
    client.post(used_address, YES)
    expired, expired_address = send(cast, email="tard@exemple.test")
    PersonalLink.objects.filter(pk=expired.link_id).update(
        issued_at=now - 31 * day, expires_at=now - day
    )
    revoked, revoked_address = send(cast, email="non@exemple.test")
    PersonalLink.objects.filter(pk=revoked.link_id).update(revoked_at=now)
    doors = {
        used_address: "a déjà servi",
        expired_address: "a expiré",
        revoked_address: "a été retiré",
        reverse("alliances:invitation", args=["inconnu"]): "n’est pas reconnu",
    }
    for address, words in doors.items():
        for answer in (Client().get(address), Client().post(address, YES)):
            assert answer.status_code == 410
            assert words in answer.text
    assert Membership.objects.filter(person__isnull=False).count() == 1


def test_declining_spends_the_link_and_is_recorded_without_name(client: Client, cast: Cast) -> None:
    invitation, address = send(cast)
    answer = client.post(address, {"decline": "1"})
    assert "merci d’avoir répondu" in answer.text
    invitation.refresh_from_db()
    assert invitation.state == "declined"
    assert records_of(cast.alliance.scope)[0].verb == "invitation-declined"
    assert not Person.objects.filter(email=DENIS).exists()
    assert client.post(address, YES).status_code == 410


def test_sending_anew_takes_the_former_link_back(
    client: Client, cast: Cast, django_capture_on_commit_callbacks
) -> None:
    first = link_in(invite_by_page(client, cast, django_capture_on_commit_callbacks))
    (invitation,) = pending(cast.alliance)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("invitation-resend", cast.alliance, invitation=invitation.uuid))
    second = link_in(mail.outbox[-1].body)
    assert len(mail.outbox) == 2
    assert first != second
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    client.post(page("invitation-withdraw", cast.alliance, invitation=invitation.uuid))
    assert "a été retiré" in Client().get(second).text
    again = page("invitation-resend", cast.alliance, invitation=invitation.uuid)
    assert client.post(again).status_code == 403


def test_only_the_inviter_or_a_facilitator_takes_an_invitation_back(
    client: Client, cast: Cast
) -> None:
    invitation, _address = send(cast)
    for name in ("invitation-withdraw", "invitation-resend"):
        address = page(name, cast.alliance, invitation=invitation.uuid)
        assert sign_in(client, cast.ama).post(address).status_code == 403
        assert sign_in(client, cast.chloe).post(address).status_code == 404
        elsewhere = page(name, Alliance.objects.get(name="Ailleurs"), invitation=invitation.uuid)
        assert client.post(elsewhere).status_code == 404
    assert pending(cast.alliance) == [invitation]
    address = page("invitation-withdraw", cast.alliance, invitation=invitation.uuid)
    assert sign_in(client, cast.fatou).post(address).status_code == 302


def test_an_account_already_used_signs_in_first(client: Client, cast: Cast) -> None:
    denis = make_person("Denis Martin", email=DENIS, last_login=timezone.now())
    invitation, address = send(cast)
    answer = client.post(address, {"accept": "1"})
    assert "Connectez-vous d’abord" in answer.text
    assert "_auth_user_id" not in client.session
    assert pending(cast.alliance) == [invitation]
    client.force_login(denis)
    assert client.post(address, {"accept": "1"}).status_code == 302
    assert cast.alliance.memberships.filter(person=denis).exists()


def test_a_second_factor_is_not_walked_around(client: Client, cast: Cast) -> None:
    denis = make_person("Denis Martin", email=DENIS)
    TOTP.activate(denis, "JBSWY3DPEHPK3PXP")
    _invitation, address = send(cast)
    answer = client.post(address, {"accept": "1"})
    assert "second facteur" in answer.text
    assert "_auth_user_id" not in client.session
    assert not cast.alliance.memberships.filter(person=denis).exists()


def test_somebody_else_signed_in_is_told_and_joins_nothing(client: Client, cast: Cast) -> None:
    known = make_person("Denis Martin", email=DENIS)
    _first, to_known = send(cast)
    _second, to_unknown = send(cast, email="nouvelle@exemple.test")
    sign_in(client, cast.chloe)
    for address in (to_known, to_unknown):
        assert "un autre compte" in client.get(address).text
        answer = client.post(address, YES)
        assert "Déconnectez-vous" in answer.text
    assert not cast.alliance.memberships.filter(person=known).exists()
    assert not Person.objects.filter(email="nouvelle@exemple.test").exists()
    assert len(pending(cast.alliance)) == 2


def test_a_represented_organisation_is_never_voiced_by_another_address(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.bastien)
    name = cast.chloe.organisation.name
    answer = client.post(page("invite", cast.alliance), {"organisation_name": name, "email": DENIS})
    assert "cette adresse n’est pas la leur" in answer.text
    assert DENIS in answer.text
    assert pending(cast.alliance) == []


def test_a_voice_taken_meanwhile_is_not_given_twice(client: Client, cast: Cast) -> None:
    farm = make_organisation("Ferme neuve")
    _invitation, address = send(cast, organisation=farm)
    make_mandate(make_person("Éric Noir"), farm)
    answer = client.post(address, YES)
    assert "a maintenant des personnes mandatées" in answer.text
    assert not Person.objects.filter(email=DENIS).exists()
    assert len(pending(cast.alliance)) == 1


def test_a_member_or_a_guest_is_not_invited_twice(client: Client, cast: Cast) -> None:
    send(cast)
    sign_in(client, cast.bastien)
    twice = client.post(page("invite", cast.alliance), {"email": DENIS.upper()})
    assert "attend déjà une réponse" in twice.text
    member = client.post(page("invite", cast.alliance), {"organisation_name": "Lycée du Val"})
    assert "est déjà membre" in member.text
    assert len(pending(cast.alliance)) == 1


def test_who_may_invite(client: Client, cast: Cast) -> None:
    Alliance.objects.filter(pk=cast.alliance.pk).update(status="published")
    address = page("invite", cast.alliance)
    assert sign_in(client, cast.ama).get(address).status_code == 200
    refused = sign_in(client, cast.chloe).get(address)
    assert refused.status_code == 403
    assert "n’est pas membre" in refused.text
    Alliance.objects.filter(pk=cast.alliance.pk).update(status="closed")
    closed = sign_in(client, cast.ama).post(address, {"email": DENIS})
    assert closed.status_code == 403
    assert "close" in closed.text


def test_a_closed_or_deleted_alliance_welcomes_nobody(client: Client, cast: Cast) -> None:
    _invitation, address = send(cast)
    alliances = Alliance.objects.filter(pk=cast.alliance.pk)
    alliances.update(status="closed")
    assert "n’accueille plus" in client.post(address, YES).text
    alliances.update(status="open", deletion_consent_count=2, deleted_at=timezone.now())
    assert client.get(address).status_code == 410
    assert client.post(address, YES).status_code == 410
    assert not Person.objects.filter(email=DENIS).exists()


def test_too_many_tries_wait(client: Client, cast: Cast) -> None:
    addresses = [reverse("alliances:invitation", args=[f"essai-{n}"]) for n in range(31)]
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers[:30]} == {410}
    assert answers[30].status_code == 403
    assert "Trop d’essais" in answers[30].text


def test_two_answers_at_once_make_one_member(cast: Cast) -> None:
    invitation, _address = send(cast, organisation=make_organisation("Ferme neuve"))
    read_twice = [
        Invitation.objects.select_related("alliance", "organisation", "link").get(pk=invitation.pk)
        for _click in range(2)
    ]
    answer = {"person": None, "full_name": "Denis Martin", "title": "", "now": timezone.now()}
    accept_invitation(read_twice[0], **answer)
    with pytest.raises(Refused, match="n’attend plus de réponse"):
        accept_invitation(read_twice[1], **answer)
    assert Membership.objects.filter(organisation__name="Ferme neuve").count() == 1
    assert Person.objects.filter(email=DENIS).count() == 1
