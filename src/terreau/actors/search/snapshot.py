"""Hold in memory one row of numbers a sheet, in the order of the names.

A process reads the whole table once, then only what changed: each version of the index has a mark,
and a version whose mark is not among those that led to today's (it was rolled back, or restored
from a backup) is forgotten. A million sheets take about 110 MB and 4 to 6 seconds to read.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from terreau.actors.enums import ORGANISATION_WORLDS, Lifecycle
from terreau.actors.models import DirectoryEntry
from terreau.actors.models.directory import SORT_LENGTH
from terreau.actors.search.postings import BITMAP, CHUNK, CHUNK_BITS, NOTHING, State, unpack

WORLDS = tuple(world.value for world in ORGANISATION_WORLDS)
LIFECYCLES = tuple(state.value for state in Lifecycle)
READ_AT_ONCE = 50_000
MOST_INSERTED = 2_000
Column = np.ndarray
Pieces = Iterable[tuple[int, bytes]]
_WORLD_RANK = {world: rank for rank, world in enumerate(WORLDS)}
_STATE_RANK = {state: rank for rank, state in enumerate(LIFECYCLES)}
_NAMES = (
    "key",
    "sort_name",
    "world",
    "lifecycle",
    "is_public",
    "place",
    "epci",
    "departement",
    "region",
    "lon",
    "lat",
    "confirmed_on",
    "updated_at",
)


@dataclass(frozen=True)
class Columns:
    """The sheets in the order of their names, then of their keys: position n is one sheet."""

    keys: Column
    names: Column
    worlds: Column
    lifecycles: Column
    is_public: Column
    places: Column
    epcis: Column
    departements: Column
    regions: Column
    lons: Column
    lats: Column
    confirmed: Column
    updated: Column

    def taken(self, positions: Column) -> "Columns":
        """The same sheets at other positions, or some of them."""
        return Columns(*(getattr(self, item.name)[positions] for item in fields(self)))

    def joined(self, other: "Columns") -> "Columns":
        """These sheets, then the others."""
        return Columns(
            *(
                np.concatenate([getattr(self, item.name), getattr(other, item.name)])
                for item in fields(self)
            )
        )

    def ordered(self) -> "Columns":
        """The sheets in the order of their names, then of their keys."""
        by_key = np.argsort(self.keys, kind="stable")
        order = by_key[np.argsort(self.names[by_key], kind="stable")]
        return self.taken(order)


def _columns_of(rows: Sequence[tuple]) -> Columns:
    if not rows:
        rows_by_column: list[Sequence] = [()] * len(_NAMES)
    else:
        rows_by_column = list(zip(*rows, strict=True))
    keys, names, worlds, states, public, place, epci, departement, region, *rest = rows_by_column
    lons, lats, confirmed, updated = rest

    def numbers(values: Sequence[int | None]) -> Column:
        return np.array([value or 0 for value in values], dtype=np.int32)

    def degrees(values: Sequence[float | None]) -> Column:
        return np.array([np.nan if v is None else v for v in values], dtype=np.float32)

    return Columns(
        np.array(keys, dtype=np.int64),
        np.array([name.encode("ascii", "ignore") for name in names], dtype=f"S{SORT_LENGTH}"),
        np.array([_WORLD_RANK[world] for world in worlds], dtype=np.int8),
        np.array([_STATE_RANK[state] for state in states], dtype=np.int8),
        np.array(public, dtype=bool),
        numbers(place),
        numbers(epci),
        numbers(departement),
        numbers(region),
        degrees(lons),
        degrees(lats),
        np.array([day.toordinal() if day else 0 for day in confirmed], dtype=np.int32),
        np.array([int(at.timestamp()) for at in updated], dtype=np.int64),
    )


class Snapshot:
    """The sheets at one version of the index; never changed, only followed by another."""

    def __init__(self, state: State, columns: Columns) -> None:
        self.state, self.columns = state, columns
        self.size = len(columns.keys)
        highest = int(columns.keys.max()) if self.size else 0
        # Keys without a sheet lead to a cell past the end, which every mask leaves out.
        self._positions = np.full(highest + 1, self.size, dtype=np.int32)
        self._positions[columns.keys] = np.arange(self.size, dtype=np.int32)

    @classmethod
    def of_table(cls, state: State) -> "Snapshot":
        """Read every entry."""
        rows = DirectoryEntry.objects.filter(is_listed=True).order_by("key")
        parts, batch = [_columns_of(())], []
        for row in rows.values_list(*_NAMES).iterator(chunk_size=10_000):
            batch.append(row)
            if len(batch) == READ_AT_ONCE:
                parts.append(_columns_of(batch))
                batch = []
        parts.append(_columns_of(batch))
        joined = Columns(
            *(
                np.concatenate([getattr(part, item.name) for part in parts])
                for item in fields(Columns)
            )
        )
        return cls(state, joined.ordered())

    def followed(self, state: State) -> "Snapshot":
        """Read only the entries written since this version."""
        changed = DirectoryEntry.objects.filter(stamp__gt=self.state.version).order_by("key")
        rows = list(changed.values_list("is_listed", *_NAMES))
        touched = np.array([row[1] for row in rows], dtype=np.int64)
        kept = np.ones(self.size + 1, dtype=bool)
        kept[self.positions(touched)] = False
        fresh = _columns_of([row[1:] for row in rows if row[0]]).ordered()
        columns = self.columns.taken(kept[:-1])
        if len(fresh.keys) > MOST_INSERTED:
            return Snapshot(state, columns.joined(fresh).ordered())
        return Snapshot(state, _inserted(columns, fresh))

    def positions(self, keys: Column) -> Column:
        """The positions of sheets; `size` for those that are not listed."""
        known = np.where(keys < len(self._positions), keys, 0)
        return np.where(keys < len(self._positions), self._positions[known], self.size)

    def mask(self, pieces: Pieces) -> Column:
        """Mark the positions of the sheets of postings."""
        bitmaps: dict[int, Column] = {}
        packed: dict[int, list[bytes]] = {}
        for chunk, members in pieces:
            if len(members) == BITMAP:
                bits = np.frombuffer(members, dtype=np.uint8)
                bitmaps[chunk] = bits | bitmaps[chunk] if chunk in bitmaps else bits
            else:
                packed.setdefault(chunk, []).append(members)
        marked = np.zeros(self.size + 1, dtype=bool)
        for chunk, bits in bitmaps.items():
            self._mark(marked, chunk, unpack(bits.tobytes()))
        for chunk, some in packed.items():
            self._mark(marked, chunk, np.frombuffer(b"".join(some), dtype="<u2"))
        return marked[:-1]

    def _mark(self, marked: Column, chunk: int, lows: Column) -> None:
        base = chunk << CHUNK_BITS
        known = self._positions[base : base + CHUNK]
        if len(known) < CHUNK:
            lows = lows[lows < len(known)]
        marked[known[lows]] = True

    def begins(self, name: str) -> slice:
        """The stretch of the sheets of which the name begins so."""
        first = name[:SORT_LENGTH].encode("ascii", "ignore")
        start = np.searchsorted(self.columns.names, first)
        stop = np.searchsorted(self.columns.names, (first + b"~")[:SORT_LENGTH])
        return slice(int(start), max(int(start), int(stop)))

    def named(self, name: str) -> slice:
        """The stretch of the sheets that have exactly this name."""
        whole = name[:SORT_LENGTH].encode("ascii", "ignore")
        start = np.searchsorted(self.columns.names, whole)
        return slice(int(start), int(np.searchsorted(self.columns.names, whole, side="right")))


def _inserted(columns: Columns, fresh: Columns) -> Columns:
    places = []
    for name, key in zip(fresh.names, fresh.keys, strict=True):
        start = int(np.searchsorted(columns.names, name))
        stop = int(np.searchsorted(columns.names, name, side="right"))
        places.append(start + int(np.searchsorted(columns.keys[start:stop], key)))
    return Columns(
        *(
            np.insert(getattr(columns, item.name), places, getattr(fresh, item.name))
            for item in fields(Columns)
        )
    )


_lock = threading.Lock()
_held: dict[str, Snapshot] = {}


def snapshot_at(state: State) -> Snapshot:
    """Give the sheets as they are at the version that was just read."""
    with _lock:
        held = _held.get("directory")
        if held is None or held.state.mark != state.mark:
            if held is not None and state.knows(held.state.version, held.state.mark):
                held = held.followed(state)
            else:
                held = Snapshot.of_table(state)
            _held["directory"] = held
        return held


def forget_snapshot() -> None:
    """Let go of what is held, so that the next search reads the table."""
    with _lock:
        _held.clear()


def empty_snapshot() -> Snapshot:
    """A directory without any sheet."""
    return Snapshot(replace(NOTHING), _columns_of(()))
