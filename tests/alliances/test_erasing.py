"""Whoever asked to be erased leaves the invitations too; the fact that one was sent stays."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.actions.objections import erase_person
from terreau.alliances.actions.invitations import Guest, invite
from terreau.alliances.models import Invitation
from tests.actors.factories import make_organisation
from tests.alliances.factories import Cast, make_cast

pytestmark = pytest.mark.django_db
DENIS, PAULE = "denis@exemple.test", "paule@exemple.test"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def send(cast: Cast, email: str, name: str, message: str = "", organisation=None):
    """Invite by the action."""
    guest = Guest(email, name, organisation, message)
    return invite(cast.alliance, guest, by=cast.bastien, now=timezone.now())


def test_the_address_name_and_words_go_and_the_link_closes(client: Client, cast: Cast) -> None:
    sent = send(cast, DENIS, "Denis Martin", "Venez, Denis !")
    spoken = send(cast, PAULE, "Paule Roux", f"De la part de {DENIS.upper()}.")
    door = reverse("alliances:invitation", args=[sent.secret])
    assert client.get(door).status_code == 200
    done = erase_person(email="Denis@Exemple.test", now=timezone.now())
    assert done.copies == 2
    row = Invitation.objects.get(pk=sent.invitation.pk)
    assert (row.email, row.person_name, row.message, row.state) == ("", "", "", "revoked")
    assert row.link.revoked_at is not None
    assert DENIS not in client.get(door).content.decode()
    other = Invitation.objects.get(pk=spoken.invitation.pk)
    assert (other.email, other.message, other.state) == (PAULE, "De la part de .", "sent")


def test_an_answered_invitation_keeps_its_answer_only(cast: Cast) -> None:
    sent = send(cast, DENIS, "Denis Martin")
    Invitation.objects.update(state="accepted")
    erase_person(email=DENIS, now=timezone.now())
    row = Invitation.objects.get(pk=sent.invitation.pk)
    assert (row.email, row.state) == ("", "accepted")


def test_a_name_is_erased_beside_its_organisation_and_homonyms_stay(cast: Cast) -> None:
    here, elsewhere = make_organisation("Ici"), make_organisation("Ailleurs")
    mine = send(cast, DENIS, "Denis Martin", organisation=here)
    homonym = send(cast, PAULE, "Denis Martin", organisation=elsewhere)
    erase_person(full_name="denis martin", organisation=here, now=timezone.now())
    assert Invitation.objects.get(pk=mine.invitation.pk).person_name == ""
    kept = Invitation.objects.get(pk=homonym.invitation.pk)
    assert (kept.email, kept.person_name) == (PAULE, "Denis Martin")
