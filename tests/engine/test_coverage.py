"""Coverage: distinct organisations in each cell, and no gap that is not one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.coverage import Actor, Cut, SharedChallenge, count_engaged, cover
from terreau_engine.errors import EngineRefusal, RepeatedName, UnknownName

WORLDS = ["public", "economic", "academic", "media"]
DOMAINS = ["emploi", "sport", "culture"]
PLACES = ["bourg", "val"]
AXES = {"worlds": WORLDS, "domains": DOMAINS, "territories": PLACES}

TOWN = Actor("ville", "public", frozenset({"emploi", "sport"}), frozenset({"bourg"}))
CLUB = Actor("club", "economic", frozenset({"emploi"}), frozenset({"bourg"}))
SCHOOL = Actor("lycée", "academic", frozenset(), None)
JOBS = SharedChallenge(frozenset({"emploi"}))
GAMES = SharedChallenge(frozenset({"sport"}), frozenset({"bourg", "val"}))
calm = settings(deadline=None, max_examples=60)  # a busy machine is not a fault
EXAMPLE = ([TOWN, CLUB, SCHOOL], [JOBS, GAMES])


def subsets(names):
    return st.frozensets(st.sampled_from(names))


@st.composite
def alliances(draw):
    many = draw(
        st.lists(
            st.tuples(st.sampled_from(WORLDS), subsets(DOMAINS), st.none() | subsets(PLACES)),
            max_size=12,
        )
    )
    actors = [Actor(f"a{number}", *one) for number, one in enumerate(many)]
    challenges = draw(
        st.lists(
            st.builds(SharedChallenge, subsets(DOMAINS), st.none() | subsets(PLACES)), max_size=5
        )
    )
    return actors, challenges


def places_of(cells):
    return [(cell.domain, cell.column) for cell in cells]


def test_the_example_by_hand() -> None:
    face = cover(*EXAMPLE, **AXES)
    assert places_of(face.blind_spots_by_world) == [
        ("emploi", "academic"),
        ("sport", "economic"),
        ("sport", "academic"),
    ]
    assert places_of(face.blind_spots_by_territory) == [("emploi", "val"), ("sport", "val")]
    assert face.isolated_territories == ("val",)
    assert face.worlds_present == ("public", "economic", "academic")
    assert face.worlds_absent == ("media",)
    assert (face.members, face.base, face.undeclared, face.unplaced) == (3, 3, 1, 1)
    assert face.domains_without_actor == ()


def test_a_shared_domain_without_anybody_is_named() -> None:
    face = cover([TOWN], [SharedChallenge(frozenset({"culture"}))], **AXES)
    assert face.domains_without_actor == ("culture",)
    assert places_of(face.blind_spots_by_world) == [("culture", "public")]


def test_a_challenge_of_one_territory_makes_no_gap_on_the_other() -> None:
    here = SharedChallenge(frozenset({"culture"}), frozenset({"bourg"}))
    face = cover([TOWN], [here], **AXES)
    assert places_of(face.blind_spots_by_territory) == [("culture", "bourg")]


def test_a_cut_changes_the_base_and_keeps_who_is_present() -> None:
    face = cover(*EXAMPLE, **AXES, cut=Cut(territory="val"))
    assert (face.members, face.base) == (3, 0)
    assert ("emploi", "economic") in places_of(face.blind_spots_by_world)
    assert {cell.column for cell in face.by_territory} == {"val"}
    narrow = cover(*EXAMPLE, **AXES, cut=Cut(world="public", domain="sport"))
    assert [(c.column, c.actors) for c in narrow.by_world] == [("public", ("ville",))]
    assert narrow.base == 1


@calm
@given(alliances())
def test_a_cell_counts_each_organisation_once(alliance) -> None:
    actors, challenges = alliance
    face = cover(actors, challenges, **AXES)
    assert len(face.by_world) == len(DOMAINS) * len(WORLDS)
    assert len(face.by_territory) == len(DOMAINS) * len(PLACES)
    for cell in (*face.by_world, *face.by_territory):
        assert len(set(cell.actors)) == cell.count <= face.base == face.members
    for domain in DOMAINS:
        row = [cell.count for cell in face.by_world if cell.domain == domain]
        assert sum(row) == count_engaged(actors, Cut(domain=domain))


@calm
@given(alliances())
def test_a_blind_spot_is_shared_empty_and_of_a_present_world(alliance) -> None:
    actors, challenges = alliance
    face = cover(actors, challenges, **AXES)
    shared = {domain for challenge in challenges for domain in challenge.domains}
    for cell in face.by_world:
        expected = cell.domain in shared and not cell.actors and cell.column in face.worlds_present
        assert cell.is_blind_spot == expected
    for cell in face.blind_spots_by_territory:
        assert cell.domain in shared
        assert not cell.actors


@calm
@given(alliances(), st.sampled_from(WORLDS), st.sampled_from(DOMAINS))
def test_one_more_engaged_organisation_never_opens_a_gap(alliance, world, domain) -> None:
    actors, challenges = alliance
    before = cover(actors, challenges, **AXES)
    if world not in before.worlds_present:
        return  # a world that enters brings its own questions
    more = [*actors, Actor("★", world, frozenset({domain}), frozenset(PLACES))]
    after = cover(more, challenges, **AXES)
    assert set(places_of(after.blind_spots_by_world)) <= set(places_of(before.blind_spots_by_world))
    assert set(after.isolated_territories) <= set(before.isolated_territories)
    assert (domain, world) not in places_of(after.blind_spots_by_world)


@calm
@given(alliances())
def test_the_order_of_the_members_changes_no_count(alliance) -> None:
    actors, challenges = alliance
    straight, turned = (cover(one, challenges, **AXES) for one in (actors, actors[::-1]))
    assert [c.count for c in straight.by_world] == [c.count for c in turned.by_world]
    assert straight.blind_spots_by_territory == turned.blind_spots_by_territory


@pytest.mark.parametrize(
    ("actor", "cut"),
    [
        (Actor("x", "strange", frozenset()), None),
        (Actor("x", "public", frozenset({"strange"})), None),
        (Actor("x", "public", frozenset(), frozenset({"strange"})), None),
        (TOWN, Cut(domain="strange")),
    ],
)
def test_a_name_outside_its_axis_is_refused(actor, cut) -> None:
    with pytest.raises(UnknownName, match="strange"):
        cover([actor], [], **AXES, cut=cut)


def test_the_same_organisation_twice_is_refused() -> None:
    with pytest.raises(RepeatedName, match="ville"):
        cover([TOWN, TOWN], [], **AXES)
    assert issubclass(RepeatedName, EngineRefusal)
