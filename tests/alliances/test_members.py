"""The page of the members, the roles, and the way out."""

import pytest
from django.test import Client

from terreau.alliances.models import Alliance, Membership, MembershipRole
from terreau.alliances.roster import PER_PAGE
from tests.actors.factories import make_speaker
from tests.alliances.factories import (
    Cast,
    add_member,
    fresh,
    make_alliance,
    make_cast,
    make_inhabitant,
)
from tests.alliances.story_factories import page, queries_of, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def member_of(cast: Cast, posture) -> Membership:
    """The membership of a posture's organisation."""
    return cast.alliance.memberships.get(organisation=posture.organisation)


def role_form(cast: Cast, posture, role: str = "facilitator") -> dict:
    """The form that gives a role to a posture."""
    return {
        "membership": member_of(cast, posture).pk,
        "role": role,
        "mandate": posture.mandate.pk,
    }


def test_members_by_world_and_the_absent_worlds(client: Client, cast: Cast) -> None:
    answer = sign_in(client, cast.ama).get(page("members", cast.alliance))
    assert "3 organisations, 3 mondes sur six" in answer.text
    assert "Mondes absents" in answer.text
    assert [world.world for world in answer.context["roster"].worlds] == [
        "public",
        "economic",
        "academic",
    ]
    assert "Bastien Roy" in answer.text


def test_inhabitants_are_counted_apart_and_never_named(client: Client, cast: Cast) -> None:
    make_inhabitant(cast.alliance, "Inès Morel")
    answer = sign_in(client, cast.bastien).get(page("members", cast.alliance))
    assert "1 personne a rejoint cet espace" in answer.text
    assert "Inès Morel" not in answer.text
    assert answer.context["roster"].organisations == 3


def test_the_page_is_for_the_members(client: Client, cast: Cast) -> None:
    address = page("members", cast.alliance)
    assert sign_in(client, cast.chloe).get(address).status_code == 404
    Alliance.objects.filter(pk=cast.alliance.pk).update(status="published")
    refused = client.get(address)
    assert refused.status_code == 403
    assert "n’est pas membre de cette alliance" in refused.text
    assert "connexion" in Client().get(address).url


def test_who_left_no_longer_reads(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ama)
    answer = client.post(page("leave", cast.alliance), follow=True)
    assert "Vous avez quitté l’alliance" in answer.text
    assert client.get(page("members", cast.alliance)).status_code == 404
    assert member_of(cast, cast.ama).left_on is not None
    assert client.post(page("leave", cast.alliance)).status_code == 404


def test_an_inhabitant_leaves_too(client: Client, cast: Cast) -> None:
    ines = make_inhabitant(cast.alliance)
    assert sign_in(client, ines).post(page("leave", cast.alliance)).status_code == 302
    assert cast.alliance.memberships.get(person=ines.person).left_on is not None


def test_the_last_facilitator_is_told_to_hand_over(client: Client, cast: Cast) -> None:
    alone = make_alliance("Seule")
    membership = add_member(alone, cast.bastien)
    MembershipRole.objects.create(
        membership=membership,
        role="facilitator",
        mandate=cast.bastien.mandate,
        starts_on=membership.joined_on,
    )
    sign_in(client, cast.bastien)
    assert "passez d’abord le relais" in client.get(page("members", alone)).text
    assert client.post(page("leave", alone)).status_code == 403


def test_leaving_asks_a_post(client: Client, cast: Cast) -> None:
    assert sign_in(client, cast.ama).get(page("leave", cast.alliance)).status_code == 405
    assert member_of(cast, cast.ama).left_on is None


def test_a_facilitator_gives_a_role_and_ends_it(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    answer = client.post(page("role-add", cast.alliance), role_form(cast, cast.ama), follow=True)
    assert "Le rôle est confié" in answer.text
    assert fresh(cast.alliance).facilitator_count == 3
    role = MembershipRole.objects.get(mandate=cast.ama.mandate)
    ended = page("role-end", cast.alliance, role=role.pk)
    assert client.get(ended).status_code == 405
    assert "prend fin aujourd’hui" in client.post(ended, follow=True).text
    assert fresh(cast.alliance).facilitator_count == 2
    assert client.post(ended).status_code == 404


def test_a_facilitator_chooses_on_a_page_of_its_own(client: Client, cast: Cast) -> None:
    address = page("role-add", cast.alliance)
    assert address in sign_in(client, cast.bastien).get(page("members", cast.alliance)).text
    answer = client.get(address)
    assert answer.status_code == 200
    assert cast.ama.organisation.name in answer.text
    assert sign_in(client, cast.ama).get(address).status_code == 403


def test_who_is_not_a_facilitator_gives_no_role(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ama)
    assert "Confier un rôle" not in client.get(page("members", cast.alliance)).text
    address = page("role-add", cast.alliance)
    assert client.post(address, role_form(cast, cast.ama)).status_code == 403
    role = MembershipRole.objects.get(mandate=cast.fatou.mandate)
    assert client.post(page("role-end", cast.alliance, role=role.pk)).status_code == 403
    assert sign_in(client, cast.chloe).post(address, role_form(cast, cast.ama)).status_code == 404


def test_who_holds_a_role_may_lay_it_down(client: Client, cast: Cast) -> None:
    role = MembershipRole.objects.create(
        membership=member_of(cast, cast.ama),
        role="expert",
        mandate=cast.ama.mandate,
        starts_on=member_of(cast, cast.ama).joined_on,
    )
    sign_in(client, cast.ama)
    address = page("role-end", cast.alliance, role=role.pk)
    assert address in client.get(page("members", cast.alliance)).text
    assert client.post(address).status_code == 302


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"mandate": ""}, "Choisissez la personne qui facilitera"),
        ({"mandate": "fatou"}, "n’a pas de mandat en cours dans cette organisation"),
        ({"role": "roi"}, "roi"),
        ({"membership": "999999"}, "choix"),
    ],
)
def test_a_role_that_cannot_be_given_is_told(
    client: Client, cast: Cast, changed: dict, words: str
) -> None:
    if changed.get("mandate") == "fatou":
        changed = {"mandate": cast.fatou.mandate.pk}
    sent = role_form(cast, cast.ama) | changed
    answer = sign_in(client, cast.bastien).post(page("role-add", cast.alliance), sent)
    assert answer.status_code == 200
    assert words in answer.text
    assert fresh(cast.alliance).facilitator_count == 2


def test_a_role_of_another_alliance_is_out_of_reach(client: Client, cast: Cast) -> None:
    role = MembershipRole.objects.get(mandate=cast.chloe.mandate)
    sign_in(client, cast.bastien)
    assert client.post(page("role-end", cast.alliance, role=role.pk)).status_code == 404


def test_the_page_does_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    few = queries_of(client, page("members", cast.alliance))
    for number in range(5):
        speaker = make_speaker(f"Personne {number}", f"Organisation {number}", world="media")
        MembershipRole.objects.create(
            membership=add_member(cast.alliance, speaker),
            role="expert",
            mandate=speaker.mandate,
            starts_on=cast.alliance.opened_at.date(),
        )
        cast.alliance.invitations.create(
            email=f"p{number}@exemple.test", organisation=cast.chloe.organisation
        )
        make_inhabitant(cast.alliance, f"Habitante {number}")
    assert queries_of(client, page("members", cast.alliance)) == few
    assert few <= 14


def add_many(cast: Cast, count: int) -> None:
    """Add member organisations of one world."""
    for number in range(count):
        add_member(cast.alliance, make_speaker(f"P {number}", f"Radio {number:02}", world="media"))


def test_a_large_alliance_is_shown_page_by_page_its_counts_whole(
    client: Client, cast: Cast
) -> None:
    add_many(cast, PER_PAGE)
    sign_in(client, cast.bastien)
    first = client.get(page("members", cast.alliance))
    assert f"{PER_PAGE + 3} organisations, 4 mondes sur six" in first.text
    assert f"Organisations 1 à {PER_PAGE}, sur {PER_PAGE + 3}" in first.text
    assert [world.count for world in first.context["roster"].worlds] == [1, 1, 1, PER_PAGE]
    assert "Radio 00" in first.text
    assert f"Radio {PER_PAGE - 1}" not in first.text
    last = client.get(page("members", cast.alliance), {"page": "2"})
    assert f"Radio {PER_PAGE - 1}" in last.text
    assert [world.world for world in last.context["roster"].worlds] == ["media"]
    assert client.get(page("members", cast.alliance), {"page": "x"}).status_code == 200


def test_one_page_tells_no_rank(client: Client, cast: Cast) -> None:
    add_many(cast, PER_PAGE - 3)
    answer = sign_in(client, cast.bastien).get(page("members", cast.alliance))
    assert f"{PER_PAGE} organisations" in answer.text
    assert "Organisations 1 à" not in answer.text
