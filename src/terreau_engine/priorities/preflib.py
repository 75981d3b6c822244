"""Ranked and categorical ballots in the formats of PrefLib (soc, soi, toc, toi, cat)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from terreau_engine.errors import BadFile
from terreau_engine.priorities.ballots import (
    RankedBallot,
    RankedBallots,
    check_lengths,
    count_of,
    rank_ballots,
)
from terreau_engine.priorities.files import read_text

Place = tuple[str, ...]
KINDS = ("soc", "soi", "toc", "toi", "cat")
HEAD = re.compile(r"#\s*([^:]+):\s?(.*)")
NUMBERED = re.compile(r"(ALTERNATIVE|CATEGORY) NAME (\d+)")
BALLOT = re.compile(r"(\d+)\s*:\s*(.*)")
PLACE = re.compile(r"\{([^{}]*)\}|([^,{}\s]+)")


@dataclass(frozen=True)
class PreflibFile(RankedBallots):
    """Ballots as read, ready for `schulze`, `ranked_pairs` and `borda`.

    Options are the numbers of the file, as texts; `names` tells them. In a `cat` file each place
    is a category of the file, in its order, and may be empty: `categories` names them.
    """

    title: str = ""
    kind: str = ""
    names: Mapping[str, str] | None = None
    categories: tuple[str, ...] = ()
    meta: Mapping[str, str] | None = None


def read_preflib(source: str | Path) -> PreflibFile:
    """Read a PrefLib file, or its text, and refuse what cannot be counted.

    Meaning: a head of « # KEY: value » lines, then « count: places » lines, best first, equals in
    braces. Formula: none. Shapes: `counts` go with `ballots`. Units: ballots. Errors: `BadFile`,
    naming the line; the numbers of voters and of options of the head are checked. Source: N. Mattei
    and T. Walsh, PrefLib, 2013, the format's description (2022).

    >>> head = "# DATA TYPE: toi\\n# ALTERNATIVE NAME 1: eau\\n# ALTERNATIVE NAME 2: air\\n"
    >>> file = read_preflib(head + "5: 1\\n3: 2,1\\n")
    >>> file.ballots, file.counts, file.names["2"]
    ((('1',), ('2', '1')), (5, 3), 'air')
    """
    head: dict[str, str] = {}
    ballots: list[RankedBallot] = []
    counts: list[int] = []
    names: dict[str, str] = {}
    categories: list[str] = []
    for line, text in enumerate(read_text(source).splitlines(), 1):
        if text.startswith("#"):
            _read_head(text, line, (head, names, categories))
        elif text.strip():
            count, places = _read_ballot(text.strip(), line, names)
            counts.append(count)
            ballots.append(places)
    _check(head, names, counts)
    return PreflibFile(
        options=tuple(names),
        ballots=tuple(ballots),
        counts=tuple(counts),
        title=head.get("TITLE", ""),
        kind=head.get("DATA TYPE", ""),
        names=names,
        categories=tuple(categories),
        meta=head,
    )


def _read_head(
    text: str, line: int, into: tuple[dict[str, str], dict[str, str], list[str]]
) -> None:
    head, names, categories = into
    found = HEAD.fullmatch(text.rstrip())
    if not found:
        raise BadFile(f"{text[:80]!r} should read « # KEY: value ».", line)
    key, value = found[1].strip(), found[2].strip()
    numbered = NUMBERED.fullmatch(key)
    if not numbered:
        head[key] = value
    elif numbered[1] == "CATEGORY":
        categories.append(value)
    elif numbered[2] in names:
        raise BadFile(f"the alternative {numbered[2]} is named a second time.", line)
    else:
        names[numbered[2]] = value


def _read_ballot(text: str, line: int, names: Mapping[str, str]) -> tuple[int, RankedBallot]:
    found = BALLOT.fullmatch(text)
    if not found or len(found[1]) > 18:
        raise BadFile(f"{text[:80]!r} should read « count: places ».", line)
    places = [tuple(_members(place)) for place in PLACE.finditer(found[2])]
    rest = PLACE.sub("", found[2]).replace(",", "").strip()
    if rest:
        raise BadFile(f"{rest[:20]!r} cannot be read in the places: {found[2][:80]!r}.", line)
    seen: set[str] = set()
    for name in (name for place in places for name in place):
        if name not in names:
            raise BadFile(f"the ballot names {name!r}, which is not an alternative.", line)
        if name in seen:
            raise BadFile(f"the ballot names {name!r} twice.", line)
        seen.add(name)
    # A place of one is written plainly, so that what is read compares with what was written.
    return int(found[1]), tuple(place[0] if len(place) == 1 else place for place in places)


def _members(place: re.Match[str]) -> Iterator[str]:
    if place[2] is not None:
        yield place[2]
    else:
        yield from (name.strip() for name in place[1].split(",") if name.strip())


def _check(head: Mapping[str, str], names: Mapping[str, str], counts: list[int]) -> None:
    kind = head.get("DATA TYPE", "")
    if kind not in KINDS:
        raise BadFile(f"the data type is {kind!r}: one of {', '.join(KINDS)} can be read.")
    told = {"NUMBER ALTERNATIVES": len(names), "NUMBER VOTERS": sum(counts)}
    for key, found in told.items():
        if key in head and head[key] != str(found):
            raise BadFile(f"the head says {key} {head[key]!r} and the file holds {found}.")


def write_preflib(
    ballots: RankedBallots, *, names: Mapping[str, str] | None = None, title: str = ""
) -> str:
    """Write ranked ballots in the format of PrefLib; `read_preflib` reads the same ballots back.

    Meaning: equal ballots are merged, the most frequent first. The type is the narrowest that
    holds them: complete or not (c, i), with equals or not (t, s). Formula: none. Shapes: options
    are numbered from 1 in their order; `names` gives the names to write. Units: ballots. Errors:
    `UnknownName`, `RepeatedName`, `BadBallot`. Source: as `read_preflib`.

    >>> print(write_preflib(RankedBallots(("eau", "air"), (("air",),) * 2)).splitlines()[-1])
    2: 2
    """
    rank_ballots(ballots, None, None)
    check_lengths(ballots.counts, len(ballots.ballots))
    numbers = {option: str(number) for number, option in enumerate(ballots.options, 1)}
    merged: dict[tuple[Place, ...], int] = {}
    for index, ballot in enumerate(ballots.ballots):
        places = tuple(_numbered(place, numbers) for place in ballot if place)
        merged[places] = merged.get(places, 0) + count_of(ballots.counts, index)
    merged = {places: count for places, count in merged.items() if count}
    equals = any(len(place) > 1 for places in merged for place in places)
    complete = all(sum(map(len, places)) == len(numbers) for places in merged)
    kind = ("to" if equals else "so") + ("c" if complete else "i")
    lines = [
        f"# TITLE: {' '.join(title.split())}",
        f"# DATA TYPE: {kind}",
        f"# NUMBER ALTERNATIVES: {len(numbers)}",
        f"# NUMBER VOTERS: {sum(merged.values())}",
        f"# NUMBER UNIQUE ORDERS: {len(merged)}",
        *(
            f"# ALTERNATIVE NAME {number}: {' '.join((names or {}).get(option, option).split())}"
            for option, number in numbers.items()
        ),
        *(
            f"{count}: {','.join(map(_braced, places))}"
            for places, count in sorted(merged.items(), key=lambda item: (-item[1], item[0]))
        ),
    ]
    return "\n".join(lines) + "\n"


def _numbered(place: str | Sequence[str], numbers: Mapping[str, str]) -> Place:
    members = [place] if isinstance(place, str) else list(place)
    return tuple(sorted((numbers[name] for name in members), key=int))


def _braced(place: Place) -> str:
    return place[0] if len(place) == 1 else "{" + ",".join(place) + "}"
