"""Read the interests of members challenge by challenge; what nobody said stays unknown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations

from terreau_engine.errors import OutOfScale, RepeatedName, UnknownAnswer, UnknownName

FOR, OPEN, AGAINST = "for", "open", "against"
POSITIONS = (FOR, OPEN, AGAINST, None)
STRONG = 7
HIGHEST = 10


@dataclass(frozen=True, slots=True)
class Interest:
    """What is known of one member on one challenge; None and the empty set mean unknown."""

    member: str
    challenge: str
    interest: int | None = None
    position: str | None = None
    natures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Two members who care for the same challenge.

    `strength` (0–1) is the weaker of the two interests over ten; `complementarity` (0–1) is the
    share of the natures of contribution that only one of them brings, None when unknown.
    """

    members: tuple[str, str]
    interests: tuple[int, int]
    strength: float
    complementarity: float | None
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChallengeAlignment:
    """One challenge: its base, who cares, the best pairs, who opposes, who is unknown."""

    challenge: str
    members: int
    known: int
    holders: tuple[str, ...]
    pairs: tuple[AlignedPair, ...]
    pair_count: int
    natures: tuple[str, ...]
    favourable: tuple[str, ...]
    opposed: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_contested(self) -> bool:
        """Somebody is for it and somebody is against."""
        return bool(self.favourable and self.opposed)


def align_interests(
    members: Sequence[str],
    challenges: Sequence[str],
    interests: Iterable[Interest],
    *,
    strong: int = STRONG,
    limit: int = 5,
) -> tuple[ChallengeAlignment, ...]:
    """Find, on each challenge, who cares together, what they complete, and who stands against.

    Meaning: two members are aligned on a challenge when both care for it and neither opposes it.
    Nothing is inferred from silence: who has no known interest is listed and enters no pair.
    Formula: holders = interest ≥ `strong` and position not « against »; every two holders are a
    pair; strength = min / 10; complementarity = |A Δ B| / |A ∪ B| of their natures, unknown when
    one said none. Order: complementarity above zero, then unknown, then zero; within each, by
    complementarity, strength, sum of interests, highest first; the first `limit` are given.
    Shapes: one result a challenge, in order. Units: interests 0–10, rates 0–1, counts. Errors:
    `UnknownName`, `RepeatedName`, `OutOfScale`, `UnknownAnswer`. Source: stakeholders by interest
    and influence (Mitchell, Agle and Wood, 1997); Jaccard (1901); 004-27. Deterministic.

    >>> found = align_interests(
    ...     ["club", "école", "ville"],
    ...     ["mobilité"],
    ...     [
    ...         Interest("club", "mobilité", 8, "for", frozenset({"premises"})),
    ...         Interest("école", "mobilité", 9, "open", frozenset({"audience"})),
    ...     ],
    ... )[0]
    >>> found.pairs[0].strength, found.pairs[0].complementarity, found.unknown
    (0.8, 1.0, ('ville',))
    """
    cells = _index(members, challenges, interests)
    held = {one: _holders(members, one, cells, strong) for one in challenges}
    return tuple(_align(members, one, cells, held, limit=max(0, limit)) for one in challenges)


def _holders(
    members: Sequence[str], challenge: str, cells: "_Cells", strong: int
) -> tuple[str, ...]:
    return tuple(member for member in members if _holds(cells.get((member, challenge)), strong))


_Cells = dict[tuple[str, str], Interest]


def _index(
    members: Sequence[str], challenges: Sequence[str], interests: Iterable[Interest]
) -> _Cells:
    known_members, known_challenges = set(members), set(challenges)
    if len(known_members) != len(members) or len(known_challenges) != len(challenges):
        raise RepeatedName("A member or a challenge is listed twice: list each of them once.")
    cells: _Cells = {}
    for cell in interests:
        if cell.member not in known_members or cell.challenge not in known_challenges:
            raise UnknownName(
                f"({cell.member!r}, {cell.challenge!r}) is not listed: add it to the members and "
                "the challenges, or leave this line out."
            )
        if (cell.member, cell.challenge) in cells:
            raise RepeatedName(
                f"{cell.member!r} has two lines on {cell.challenge!r}: choose one of them."
            )
        _check(cell)
        cells[cell.member, cell.challenge] = cell
    return cells


def _check(cell: Interest) -> None:
    if cell.interest is not None and not 0 <= cell.interest <= HIGHEST:
        raise OutOfScale(f"{cell.interest!r} is not an interest: give 0 to 10, or None.")
    if cell.position not in POSITIONS:
        raise UnknownAnswer(f"{cell.position!r} is not a position: give for, open, against, None.")


def _holds(cell: Interest | None, strong: int) -> bool:
    if cell is None or cell.interest is None:
        return False
    return cell.interest >= strong and cell.position != AGAINST


def _align(
    members: Sequence[str],
    challenge: str,
    cells: _Cells,
    held: dict[str, tuple[str, ...]],
    *,
    limit: int,
) -> ChallengeAlignment:
    rows = {member: cells.get((member, challenge)) for member in members}
    holders = held[challenge]
    rank = {member: index for index, member in enumerate(members)}
    best = nsmallest(
        limit,
        combinations(holders, 2),
        key=lambda pair: _order(cells, challenge, pair, rank),
    )
    unknown = tuple(m for m, row in rows.items() if row is None or row.interest is None)
    return ChallengeAlignment(
        challenge=challenge,
        members=len(members),
        known=len(members) - len(unknown),
        holders=holders,
        pairs=tuple(_pair(cells, challenge, pair, held) for pair in best),
        pair_count=len(holders) * (len(holders) - 1) // 2,
        natures=tuple(sorted({n for m in holders for n in cells[m, challenge].natures})),
        favourable=_standing(rows, FOR),
        opposed=_standing(rows, AGAINST),
        unknown=unknown,
    )


def _standing(rows: dict[str, Interest | None], position: str) -> tuple[str, ...]:
    return tuple(member for member, row in rows.items() if row and row.position == position)


def _complementarity(first: Interest, second: Interest) -> float | None:
    if not first.natures or not second.natures:
        return None
    return len(first.natures ^ second.natures) / len(first.natures | second.natures)


def _order(
    cells: _Cells, challenge: str, pair: tuple[str, str], rank: dict[str, int]
) -> tuple[float, ...]:
    first, second = (cells[member, challenge] for member in pair)
    low, high = sorted((first.interest or 0, second.interest or 0))
    share = _complementarity(first, second)
    kind = 1 if share is None else (0 if share else 2)
    return (kind, -(share or 0), -low, -high, rank[pair[0]], rank[pair[1]])


def _pair(
    cells: _Cells, challenge: str, pair: tuple[str, str], held: dict[str, tuple[str, ...]]
) -> AlignedPair:
    first, second = (cells[member, challenge] for member in pair)
    low = min(first.interest or 0, second.interest or 0)
    return AlignedPair(
        members=pair,
        interests=(first.interest or 0, second.interest or 0),
        strength=low / HIGHEST,
        complementarity=_complementarity(first, second),
        also=tuple(
            other
            for other, holders in held.items()
            if other != challenge and pair[0] in holders and pair[1] in holders
        ),
    )
