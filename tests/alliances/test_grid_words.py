"""The sentences and the picture of the grid: what is unknown is said, names are escaped."""

import pytest

from terreau.alliances.alignment_words import say_alignments
from terreau.alliances.grid import read_grid
from terreau.alliances.pictures.grid import draw_quadrants
from tests.alliances.factories import Cast, make_cast, make_challenge
from tests.alliances.grid_factories import declare, estimate, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_two_members_who_complete_each_other(cast: Cast) -> None:
    challenge = make_challenge(cast.alliance, "mobilité")
    club, school = (member_of(cast.alliance, n) for n in ("Club Gravelle", "Lycée du Val"))
    declare(challenge, club, interest=8, contribution_nature="premises")
    declare(
        challenge, school, interest=9, contribution_nature="audience", contribution="des élèves"
    )
    (note,) = say_alignments(read_grid(cast.alliance, sees_all=True))
    assert note.pairs[0] == (
        "Club Gravelle et Lycée du Val tiennent tous deux à « mobilité » (8 et 9 sur 10) ; l’un "
        "apporterait des locaux, l’autre un public (« des élèves »)."
    )
    assert note.base == (
        "Base : 2 membres sur 3 dont l’intérêt est connu. Inconnu : Ville de Charenton."
    )
    assert (note.group, note.more, note.opposition) == ("", "", "")


def test_an_estimate_is_said_and_a_declaration_outweighs_it(cast: Cast) -> None:
    challenge = make_challenge(cast.alliance, "mobilité")
    club, school = (member_of(cast.alliance, n) for n in ("Club Gravelle", "Lycée du Val"))
    declare(challenge, club, interest=8)
    estimate(challenge, club, interest=1)
    estimate(challenge, school, interest=9)
    (note,) = say_alignments(read_grid(cast.alliance, sees_all=True))
    assert "(8 et 9 sur 10, estimé pour Lycée du Val)" in note.pairs[0]
    assert "on ne sait pas encore ce que pourrait apporter Club Gravelle" in note.pairs[0]


def test_opposed_positions_are_named_on_both_sides(cast: Cast) -> None:
    challenge = make_challenge(cast.alliance, "mobilité")
    names = ("Club Gravelle", "Lycée du Val", "Ville de Charenton")
    for name, position in zip(names, ("carries", "supports", "opposes"), strict=True):
        declare(challenge, member_of(cast.alliance, name), interest=9, position=position)
    (note,) = say_alignments(read_grid(cast.alliance, sees_all=True))
    assert note.opposition == (
        "Positions opposées : pour, Club Gravelle et Lycée du Val ; contre, Ville de Charenton."
    )
    assert len(note.pairs) == 1


def test_the_picture_places_the_known_and_lists_the_others(cast: Cast) -> None:
    challenge = make_challenge(cast.alliance, "mobilité")
    club, school = (member_of(cast.alliance, n) for n in ("Club Gravelle", "Lycée du Val"))
    club.organisation.name = "<b>Club & Cie</b>"
    club.organisation.save()
    declare(challenge, club, interest=0, influence=10)
    estimate(challenge, school, interest=9, influence=None)
    picture = draw_quadrants(read_grid(cast.alliance, sees_all=True), challenge)
    assert "&lt;b&gt;Club &amp; Cie" in picture.svg
    assert "<b>" not in picture.svg + picture.narrow_svg
    assert "1 membre sur 3" in picture.description
    assert "Lycée du Val" in picture.note
    assert [row[1:3] for row in picture.table.rows] == [
        ("0", "10"),
        ("9", "inconnu"),
        ("inconnu", "inconnu"),
    ]
    assert [row[4] for row in picture.table.rows] == ["déclaré", "estimé", "rien de dit"]


def test_members_on_one_spot_are_all_drawn(cast: Cast) -> None:
    challenge = make_challenge(cast.alliance, "mobilité")
    for name in ("Club Gravelle", "Lycée du Val", "Ville de Charenton"):
        declare(challenge, member_of(cast.alliance, name), interest=5, influence=5)
    picture = draw_quadrants(read_grid(cast.alliance, sees_all=True), challenge)
    places = {part.split('"')[0] for part in picture.svg.split('transform="translate(')[1:]}
    assert picture.svg.count("p-world") == 3
    assert len(places) == 4
