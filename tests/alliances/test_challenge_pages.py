"""Challenges and where each member stands: unknown is never zero, two writers lose nothing."""

import pytest
from django.test import Client

from terreau.actors.models import ActionDomain
from terreau.alliances.models import Alliance, Challenge, ChallengeStance
from tests.actors.factories import make_speaker
from tests.alliances.factories import (
    Cast,
    add_member,
    make_cast,
    make_challenge,
    make_inhabitant,
    make_place,
)
from tests.alliances.story_factories import page, queries_of, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def fields(**changes) -> dict:
    """The form of a challenge as a browser sends it."""
    return {
        "title": "Loger les apprentis",
        "description": "Trente chambres manquent.",
        "aim": "fragility",
        "domains": [ActionDomain.objects.order_by("pk")[0].pk],
        "goals": [],
        "territories": [make_place().token],
        "is_external": "on",
        **changes,
    }


def shown(client: Client, address: str) -> dict:
    """The hidden fields of an edit form, as the browser got them."""
    form = client.get(address).context["form"]
    return {"version": form["version"].value(), "base": form["base"].value()}


def test_a_member_brings_a_challenge(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ama)
    assert "Aucun enjeu n’est encore posé" in client.get(page("challenges", cast.alliance)).text
    done = client.post(page("challenge-add", cast.alliance), fields(), follow=True)
    assert "L’enjeu est posé" in done.text
    challenge = Challenge.objects.get()
    assert challenge.proposed_by == "Ama Diallo, au nom de Lycée du Val"
    assert [unit.code for unit in challenge.territories.all()] == ["94018"]
    for words in ("Loger les apprentis", "fragilité à réduire"):
        assert words in client.get(page("challenges", cast.alliance)).text


def test_a_challenge_that_is_wrong_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    sent = fields(title="", domains=[])
    done = sign_in(client, cast.ama).post(page("challenge-add", cast.alliance), sent)
    assert done.status_code == 200
    assert "Nommez l’enjeu" in done.text
    assert "Cochez au moins un domaine" in done.text
    assert "Trente chambres manquent." in done.text
    assert not Challenge.objects.exists()


def test_a_title_already_used_is_told_on_both_forms(client: Client, cast: Cast) -> None:
    make_challenge(cast.alliance, "Loger les apprentis")
    other = make_challenge(cast.alliance, "Se déplacer")
    sign_in(client, cast.ama)
    edit = page("challenge-edit", cast.alliance, uuid=other.uuid)
    for address, hidden in (
        (page("challenge-add", cast.alliance), {}),
        (edit, shown(client, edit)),
    ):
        done = client.post(address, fields(**hidden))
        assert "porte déjà ce titre" in done.text
        assert "Trente chambres manquent." in done.text
    other.refresh_from_db()
    assert (other.title, other.version) == ("Se déplacer", 1)


def test_the_second_of_two_writers_is_told_and_loses_nothing(cast: Cast) -> None:
    challenge = make_challenge(cast.alliance, "Se déplacer", description="Avant.")
    address = page("challenge-edit", cast.alliance, uuid=challenge.uuid)
    ama, fatou = sign_in(Client(), cast.ama), sign_in(Client(), cast.fatou)
    seen = shown(ama, address)
    first = fields(title="Se déplacer", description="La version de Fatou.", **shown(fatou, address))
    assert fatou.post(address, first).status_code == 302
    mine = fields(title="Se déplacer", description="La version d’Ama.", **seen)
    told = ama.post(address, mine)
    assert told.status_code == 409
    assert "Rien n’est perdu" in told.text
    assert "La version de Fatou." in told.text
    assert "La version d’Ama." in told.text
    form = told.context["form"]
    again = mine | {"version": form["version"].value(), "base": form["base"].value()}
    assert ama.post(address, again).status_code == 302
    challenge.refresh_from_db()
    assert (challenge.description, challenge.version) == ("La version d’Ama.", 3)


def test_a_form_without_its_version_is_refused_in_a_sentence(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance)
    address = page("challenge-edit", cast.alliance, uuid=challenge.uuid)
    done = sign_in(client, cast.ama).post(address, fields())
    assert "a perdu le numéro de la version" in done.text
    challenge.refresh_from_db()
    assert challenge.title == "Emploi des jeunes"


def test_not_knowing_is_not_zero(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance)
    address = page("stance", cast.alliance, uuid=challenge.uuid)
    for posture, interest in ((cast.ama, ""), (cast.fatou, "0"), (cast.bastien, "9")):
        sign_in(client, posture)
        sent = {"interest": interest, "position": "watches", "note": ""}
        done = client.post(address, sent, follow=True)
        assert "Votre position est enregistrée" in done.text
        assert done.context["form"]["interest"].value() == interest
    stored = set(ChallengeStance.objects.values_list("interest", flat=True))
    assert stored == {None, 0, 9}
    one = client.get(page("challenge", cast.alliance, uuid=challenge.uuid))
    assert [stance.interest for stance in one.context["stances"]] == [9, 0, None]
    assert "intérêt : ne sait pas" in one.text
    assert "intérêt : 0 sur 10" in one.text
    grid = client.get(page("challenges", cast.alliance)).text
    assert '<strong class="num">?</strong>' in grid
    assert '<strong class="num">0</strong>' in grid
    assert "Base : 3 organisations sur 3 se sont situées" in grid


def test_silence_stays_an_empty_cell(client: Client, cast: Cast) -> None:
    make_challenge(cast.alliance)
    grid = sign_in(client, cast.ama).get(page("challenges", cast.alliance)).context["grid"]
    assert [row.cells for row in grid.organisations] == [(None,)] * 3
    assert grid.answered == 0


@pytest.mark.parametrize(
    "sent", [{"interest": "11", "position": "watches"}, {"interest": "5", "position": "crie"}, {}]
)
def test_a_stance_that_is_wrong_is_told_and_kept(client: Client, cast: Cast, sent: dict) -> None:
    challenge = make_challenge(cast.alliance)
    address = page("stance", cast.alliance, uuid=challenge.uuid)
    done = sign_in(client, cast.ama).post(address, sent | {"note": "Ce que j’ai tapé."})
    assert done.status_code == 200
    assert done.context["form"].errors
    assert "Ce que j’ai tapé." in done.text
    assert not ChallengeStance.objects.exists()


def test_an_inhabitant_states_a_stance_that_no_list_details(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance)
    sign_in(client, make_inhabitant(cast.alliance, "Inès Morel"))
    sent = {"interest": "10", "position": "supports", "note": "Mon fils cherche."}
    assert client.post(page("stance", cast.alliance, uuid=challenge.uuid), sent).status_code == 302
    assert client.post(page("challenge-add", cast.alliance), fields()).status_code == 403
    sign_in(client, cast.ama)
    for address in (
        page("challenge", cast.alliance, uuid=challenge.uuid),
        page("challenges", cast.alliance),
    ):
        text = client.get(address).text
        assert "Mon fils cherche." not in text
        assert "Inès" not in text
    one = client.get(page("challenge", cast.alliance, uuid=challenge.uuid)).text
    assert "Personne ne s’est encore situé" in one


def test_a_published_alliance_shows_its_challenges_and_not_who_stands_where(
    client: Client, cast: Cast
) -> None:
    challenge = make_challenge(cast.alliance)
    client.force_login(cast.ama.person)
    sent = {"interest": "7", "position": "doubts", "note": "Prudence."}
    client.post(page("stance", cast.alliance, uuid=challenge.uuid), sent)
    one = page("challenge", cast.alliance, uuid=challenge.uuid)
    assert Client().get(one).status_code == 404
    Alliance.objects.filter(pk=cast.alliance.pk).update(status="published")
    for address in (one, page("challenges", cast.alliance)):
        text = Client().get(address).text
        assert "Emploi des jeunes" in text
        assert "Prudence." not in text
        assert "a des doutes" not in text
    chloe = sign_in(Client(), cast.chloe)
    assert chloe.post(page("stance", cast.alliance, uuid=challenge.uuid), sent).status_code == 403
    edit = page("challenge-edit", cast.alliance, uuid=challenge.uuid)
    assert chloe.get(edit).status_code == 403


def test_a_challenge_of_another_alliance_is_not_found(client: Client, cast: Cast) -> None:
    challenge = make_challenge(Alliance.objects.get(name="Ailleurs"))
    sign_in(client, cast.ama)
    address = page("challenge", cast.alliance, uuid=challenge.uuid)
    assert client.get(address).status_code == 404


def test_the_pages_do_not_grow(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance)
    sign_in(client, cast.ama)
    addresses = (
        page("challenges", cast.alliance),
        page("challenge", cast.alliance, uuid=challenge.uuid),
    )
    few = [queries_of(client, address) for address in addresses]
    for number in range(5):
        more = make_challenge(cast.alliance, f"Enjeu {number}")
        more.domains.set(ActionDomain.objects.all()[:2])
        membership = add_member(
            cast.alliance, make_speaker(f"Personne {number}", f"Organisation {number}")
        )
        for one in (challenge, more):
            ChallengeStance.objects.create(
                challenge=one, membership=membership, position="watches", posture="Personne"
            )
    assert [queries_of(client, address) for address in addresses] == few
    assert few[0] <= 12
    assert few[1] <= 15
