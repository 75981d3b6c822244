"""The interest grid: declared and estimated apart, private until shared, nothing overwritten."""

import pytest
from django.test import Client

from terreau.alliances.models import ChallengeEstimate, ChallengeStance
from terreau.core.journal import records_of
from tests.actors.factories import make_speaker
from tests.alliances.factories import Cast, add_member, make_cast, make_challenge, make_inhabitant
from tests.alliances.grid_factories import cell_fields, declare, estimate, member_of
from tests.alliances.story_factories import page, queries_of, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def line_of(cast: Cast, name: str = "Lycée du Val") -> str:
    return page("grid-line", cast.alliance, membership=member_of(cast.alliance, name).pk)


def test_a_member_fills_its_line_and_reads_it(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance, "Mobilité")
    sign_in(client, cast.ama)
    assert "Remplir notre ligne" in client.get(page("grid", cast.alliance)).text
    typed = {
        "interest": "9",
        "influence": "3",
        "position": "supports",
        "contribution_nature": "audience",
        "contribution": "mille élèves",
    }
    done = client.post(line_of(cast), cell_fields(challenge, **typed), follow=True)
    assert "La ligne est enregistrée" in done.text
    stance = ChallengeStance.objects.get()
    assert (stance.interest, stance.influence, stance.version) == (9, 3, 1)
    assert stance.posture == "Ama Diallo, au nom de Lycée du Val"
    assert "mille élèves" in done.text
    verbs = [record.verb for record in records_of(cast.alliance.scope)]
    assert verbs == ["grid-declared"]


def test_an_empty_number_stays_unknown(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance)
    sent = cell_fields(challenge, position="watches", interest="0")
    sign_in(client, cast.ama).post(line_of(cast), sent)
    stance = ChallengeStance.objects.get()
    assert (stance.interest, stance.influence) == (0, None)


def test_a_declaration_asks_for_a_position_and_keeps_what_was_typed(
    client: Client, cast: Cast
) -> None:
    challenge = make_challenge(cast.alliance)
    sent = cell_fields(challenge, interest="5", contribution="une salle le soir")
    done = sign_in(client, cast.ama).post(line_of(cast), sent)
    assert done.status_code == 422
    assert "Dites aussi votre position" in done.text
    assert "une salle le soir" in done.text
    assert not ChallengeStance.objects.exists()


@pytest.mark.parametrize("wrong", [{"interest": "11"}, {"position": "adore"}, {"version": "x"}])
def test_what_is_not_on_the_scale_is_refused(client: Client, cast: Cast, wrong: dict) -> None:
    challenge = make_challenge(cast.alliance)
    sent = cell_fields(challenge, **{"interest": "5", "position": "watches", **wrong})
    assert sign_in(client, cast.ama).post(line_of(cast), sent).status_code == 422
    assert not ChallengeStance.objects.exists()


def test_a_facilitator_estimates_and_the_declaration_stays(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance)
    school = member_of(cast.alliance, "Lycée du Val")
    declare(challenge, school, interest=9)
    done = sign_in(client, cast.bastien).post(
        line_of(cast), cell_fields(challenge, interest="4"), follow=True
    )
    assert ChallengeStance.objects.get().interest == 9
    assert ChallengeEstimate.objects.get().interest == 4
    assert ChallengeEstimate.objects.get().posture == "Bastien Roy, au nom de Club Gravelle"
    assert "estimé" in done.text
    record = records_of(cast.alliance.scope).first()
    assert "Lycée" not in record.sentence


def test_an_emptied_cell_goes_away(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance)
    estimate(challenge, member_of(cast.alliance, "Lycée du Val"))
    shown = {"interest": "4", "version": "1"}
    sign_in(client, cast.bastien).post(
        line_of(cast), cell_fields(challenge, shown=shown, interest="")
    )
    assert not ChallengeEstimate.objects.exists()


def test_a_member_neither_estimates_nor_declares_for_another(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance)
    other = line_of(cast, "Club Gravelle")
    sent = cell_fields(challenge, interest="4", position="watches")
    assert sign_in(client, cast.ama).post(other, sent).status_code == 403
    assert not ChallengeEstimate.objects.exists()


def test_outsiders_and_inhabitants_have_no_line(client: Client, cast: Cast) -> None:
    make_challenge(cast.alliance)
    for name in ("grid", "grid-download"):
        more = {"kind": "csv"} if name == "grid-download" else {}
        assert client.get(page(name, cast.alliance, **more)).status_code == 302
    assert sign_in(client, cast.chloe).get(page("grid", cast.alliance)).status_code == 404
    inhabitant = make_inhabitant(cast.alliance)
    sign_in(client, inhabitant)
    assert client.get(page("grid", cast.alliance)).status_code == 200
    assert client.get(line_of(cast)).status_code == 403
    own = cast.alliance.memberships.get(person=inhabitant.person)
    assert client.get(page("grid-line", cast.alliance, membership=own.pk)).status_code == 404


def test_a_published_alliance_still_keeps_its_grid_inside(client: Client) -> None:
    cast = make_cast(status="published")
    make_challenge(cast.alliance)
    assert sign_in(client, cast.chloe).get(page("grid", cast.alliance)).status_code == 403


def test_private_then_shared(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance, "Mobilité")
    school = member_of(cast.alliance, "Lycée du Val")
    club = member_of(cast.alliance, "Club Gravelle")
    declare(challenge, school, interest=9, contribution="mille élèves")
    declare(challenge, club, interest=8, contribution="un hangar")
    estimate(challenge, school, contribution="peu de temps")
    sign_in(client, cast.ama)
    before = client.get(page("grid", cast.alliance)).text
    assert "mille élèves" in before
    assert "un hangar" not in before
    assert "peu de temps" not in before
    assert "tiennent tous deux" not in before
    assert client.post(page("grid-share", cast.alliance), {"share": "1"}).status_code == 403
    sign_in(client, cast.bastien)
    client.post(page("grid-share", cast.alliance), {"share": "1"})
    client.post(page("grid-share", cast.alliance), {"share": "1"})
    sign_in(client, cast.ama)
    after = client.get(page("grid", cast.alliance)).text
    for words in ("mille élèves", "un hangar", "peu de temps", "tiennent tous deux"):
        assert words in after
    assert [record.verb for record in records_of(cast.alliance.scope)] == ["grid-shared"]
    sign_in(client, cast.fatou).post(page("grid-share", cast.alliance), {"keep": "1"})
    assert "un hangar" not in sign_in(client, cast.ama).get(page("grid", cast.alliance)).text


def test_two_facilitators_on_the_same_cell(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance)
    quiet = make_challenge(cast.alliance, "Logement")
    opened = cell_fields(challenge, interest="4") | cell_fields(quiet)
    sign_in(client, cast.bastien).post(line_of(cast), opened)
    late = cell_fields(challenge, interest="7") | cell_fields(quiet, interest="2")
    told = sign_in(client, cast.fatou).post(line_of(cast), late)
    assert told.status_code == 409
    assert "Une autre personne a rempli ces cases" in told.text
    assert [cell.interest for cell in ChallengeEstimate.objects.all()] == [4]
    form = told.context["line"].cells[0]
    assert (form["interest"].value(), str(form["version"].value())) == ("7", "1")
    shown = {"interest": "4", "version": "1"}
    again = cell_fields(challenge, shown=shown, interest="7") | cell_fields(quiet, interest="2")
    assert client.post(line_of(cast), again).status_code == 302
    assert sorted(cell.interest for cell in ChallengeEstimate.objects.all()) == [2, 7]


def test_a_cell_that_one_did_not_touch_never_conflicts(client: Client, cast: Cast) -> None:
    first, second = (make_challenge(cast.alliance, title) for title in ("Un", "Deux"))
    school = member_of(cast.alliance, "Lycée du Val")
    estimate(first, school, interest=6, version=3)
    sent = cell_fields(first) | cell_fields(second, interest="2")
    assert sign_in(client, cast.bastien).post(line_of(cast), sent).status_code == 302
    assert {cell.interest for cell in ChallengeEstimate.objects.all()} == {6, 2}


def test_the_page_does_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)

    def grow(number: int) -> None:
        challenge = make_challenge(cast.alliance, f"Enjeu {number}")
        speaker = make_speaker(f"Personne {number}", f"Structure {number}")
        membership = add_member(cast.alliance, speaker)
        declare(challenge, membership, influence=5)
        estimate(challenge, membership)

    grow(0)
    few = queries_of(client, page("grid", cast.alliance))
    for number in range(1, 6):
        grow(number)
    assert queries_of(client, page("grid", cast.alliance)) == few <= 15
    first = member_of(cast.alliance, "Structure 0").pk
    assert queries_of(client, page("grid-line", cast.alliance, membership=first)) <= 15


def test_the_grid_without_challenge_invites(client: Client, cast: Cast) -> None:
    shown = sign_in(client, cast.bastien).get(page("grid", cast.alliance)).text
    assert "La grille attend son premier enjeu" in shown


def test_a_world_narrows_the_table_and_not_the_alignment(client: Client, cast: Cast) -> None:
    challenge = make_challenge(cast.alliance, "Mobilité")
    for name in ("Lycée du Val", "Club Gravelle"):
        declare(challenge, member_of(cast.alliance, name), interest=9, influence=4)
    sign_in(client, cast.bastien)
    answer = client.get(page("grid", cast.alliance), {"monde": "academic"})
    assert [line.name for line in answer.context["grid"].lines] == ["Lycée du Val"]
    assert "tiennent tous deux" in answer.text
    odd = client.get(page("grid", cast.alliance), {"monde": "martien", "enjeu": "x\x00"})
    assert odd.status_code == 200
