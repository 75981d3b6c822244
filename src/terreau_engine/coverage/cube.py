"""The cube of worlds, domains and territories, read on its faces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from terreau_engine.errors import RepeatedName, UnknownName

_Axes = tuple[Sequence[str], Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Actor:
    """One organisation: its world, what it is engaged in, where it acts.

    `territories` is None when nobody said where; the empty set means « on none of the axis ».
    """

    key: str
    world: str
    domains: frozenset[str]
    territories: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class SharedChallenge:
    """What the actors hold in common: its domains, and its territories (None: all of them)."""

    domains: frozenset[str]
    territories: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A slice of the cube; None on an axis keeps the whole of it."""

    world: str | None = None
    domain: str | None = None
    territory: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a face: the distinct organisations engaged there."""

    domain: str
    column: str
    actors: tuple[str, ...]
    is_shared: bool
    is_blind_spot: bool

    @property
    def count(self) -> int:
        """How many distinct organisations are engaged there."""
        return len(self.actors)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Two faces of the cube, their bases, and the gaps, each of its own kind."""

    members: int
    base: int
    undeclared: int
    unplaced: int
    worlds: tuple[str, ...]
    worlds_present: tuple[str, ...]
    by_world: tuple[Cell, ...]
    by_territory: tuple[Cell, ...]
    domains_without_actor: tuple[str, ...]
    isolated_territories: tuple[str, ...]

    @property
    def worlds_absent(self) -> tuple[str, ...]:
        """The worlds of which no organisation is a member."""
        return tuple(world for world in self.worlds if world not in self.worlds_present)

    @property
    def blind_spots_by_world(self) -> tuple[Cell, ...]:
        """The cells of the worlds' face where the challenge is shared and nobody is engaged."""
        return tuple(cell for cell in self.by_world if cell.is_blind_spot)

    @property
    def blind_spots_by_territory(self) -> tuple[Cell, ...]:
        """The cells of the territories' face where the challenge is shared and nobody acts."""
        return tuple(cell for cell in self.by_territory if cell.is_blind_spot)


def cover(
    actors: Sequence[Actor],
    challenges: Sequence[SharedChallenge],
    *,
    worlds: Sequence[str],
    domains: Sequence[str],
    territories: Sequence[str],
    cut: Cut | None = None,
) -> Coverage:
    """Count who is engaged where, and name what is shared but carried by nobody.

    Meaning: a cell counts distinct organisations, so a column does not add up. A blind spot is a
    question: the challenge is shared, this present world (or this territory) has nobody engaged.
    A world that is no member is one gap (`worlds_absent`). Formula: cell(d, w) = |{a : a.world = w,
    d ∈ a.domains, and t ∈ a.territories when cut at t}|; cell(d, t) likewise; blind spot = shared,
    count = 0 and, for a world, the world is present; isolated = no member acts there at all.
    Shapes: |domains| × |worlds| and |domains| × |territories| cells, row by row. Units: counts;
    `members` counts all, `base` the cut; `unplaced` are in no cell of a territory, `undeclared` in
    none. Errors: `UnknownName` outside its axis, `RepeatedName` for a name written twice. Source:
    actors × domains × territories of the founding documents (000-09, 001-26).

    >>> town = Actor("ville", "public", frozenset({"emploi"}), frozenset({"bourg"}))
    >>> club = Actor("club", "economic", frozenset())
    >>> face = cover([town, club], [SharedChallenge(frozenset({"emploi"}))],
    ...     worlds=["public", "economic", "media"], domains=["emploi"], territories=["bourg"])
    >>> [(cell.column, cell.count) for cell in face.by_world]
    [('public', 1), ('economic', 0), ('media', 0)]
    >>> [cell.column for cell in face.blind_spots_by_world], face.worlds_absent
    (['economic'], ('media',))
    """
    cut = cut or Cut()
    axes = (worlds, domains, territories)
    _check_axes(actors, challenges, axes, cut)
    return _read(actors, challenges, axes, cut)


def _read(
    actors: Sequence[Actor], challenges: Sequence[SharedChallenge], axes: _Axes, cut: Cut
) -> Coverage:
    worlds, domains, territories = axes
    present = {actor.world for actor in actors}
    rows = _kept(domains, cut.domain)
    return Coverage(
        members=len(actors),
        base=count_engaged(actors, Cut(cut.world, None, cut.territory)),
        undeclared=sum(not actor.domains for actor in actors),
        unplaced=sum(actor.territories is None for actor in actors),
        worlds=tuple(worlds),
        worlds_present=tuple(world for world in worlds if world in present),
        by_world=tuple(
            _cell(actors, challenges, Cut(world, domain, cut.territory), world, world in present)
            for domain in rows
            for world in _kept(worlds, cut.world)
        ),
        by_territory=tuple(
            _cell(actors, challenges, Cut(cut.world, domain, territory), territory, True)
            for domain in rows
            for territory in _kept(territories, cut.territory)
        ),
        domains_without_actor=tuple(
            domain
            for domain in rows
            if _is_shared(challenges, domain, None) and not count_engaged(actors, Cut(None, domain))
        ),
        isolated_territories=tuple(
            unit for unit in territories if not count_engaged(actors, Cut(territory=unit))
        ),
    )


def count_engaged(actors: Iterable[Actor], cut: Cut) -> int:
    """Count the distinct organisations in a slice of the cube.

    Meaning: how many organisations stand there; an organisation engaged in no domain still acts on
    its territories. Formula: |{a : each axis that the cut sets is matched}|. Shapes: actors, one
    cut. Units: a count. Errors: none. Source: 000-09.

    >>> one = Actor("ville", "public", frozenset({"emploi", "sport"}), frozenset({"bourg"}))
    >>> count_engaged([one], Cut(domain="sport")), count_engaged([one], Cut(world="media"))
    (1, 0)
    """
    return len({actor.key for actor in actors if _is_in(actor, cut)})


def _is_in(actor: Actor, cut: Cut) -> bool:
    return (
        cut.world in (None, actor.world)
        and (cut.domain is None or cut.domain in actor.domains)
        and (cut.territory is None or cut.territory in (actor.territories or frozenset()))
    )


def _cell(
    actors: Sequence[Actor],
    challenges: Sequence[SharedChallenge],
    cut: Cut,
    column: str,
    may_be_blind: bool,
) -> Cell:
    keys = tuple(actor.key for actor in actors if _is_in(actor, cut))
    shared = _is_shared(challenges, cut.domain or "", cut.territory)
    return Cell(cut.domain or "", column, keys, shared, shared and may_be_blind and not keys)


def _is_shared(challenges: Sequence[SharedChallenge], domain: str, territory: str | None) -> bool:
    return any(
        domain in challenge.domains
        and (
            territory is None or challenge.territories is None or territory in challenge.territories
        )
        for challenge in challenges
    )


def _kept(axis: Sequence[str], wanted: str | None) -> Sequence[str]:
    return axis if wanted is None else [wanted]


def _check_axes(
    actors: Sequence[Actor],
    challenges: Sequence[SharedChallenge],
    axes: _Axes,
    cut: Cut,
) -> None:
    worlds, domains, territories = (_distinct(axis) for axis in axes)
    _distinct([actor.key for actor in actors])
    for actor in actors:
        _check({actor.world}, worlds, "world")
        _check(actor.domains, domains, "domain")
        _check(actor.territories or (), territories, "territory")
    for challenge in challenges:
        _check(challenge.domains, domains, "domain")
        _check(challenge.territories or (), territories, "territory")
    _check({cut.world} - {None}, worlds, "world")
    _check({cut.domain} - {None}, domains, "domain")
    _check({cut.territory} - {None}, territories, "territory")


def _distinct(names: Sequence[str]) -> frozenset[str]:
    known = frozenset(names)
    if len(known) < len(names):
        twice = sorted({name for name in names if list(names).count(name) > 1})
        raise RepeatedName(f"Given twice: {', '.join(twice)}. Give each name once.")
    return known


def _check(names: Iterable[str | None], known: frozenset[str], axis: str) -> None:
    strange = sorted(str(name) for name in names if name not in known)
    if strange:
        raise UnknownName(f"Not on the axis: {axis} {', '.join(strange)}. Add it, or leave it out.")
