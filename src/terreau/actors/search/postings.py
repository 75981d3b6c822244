"""Store which sheets hold a token: packed numbers, the same on SQLite and on PostgreSQL.

The keys of sheets are cut into stretches of 65,536. In one stretch a token's sheets are either
their low 16 bits in order, or a bitmap of 8 kB once they are many, so that « association » in a
million names weighs 128 kB and is read in one query.
"""

import struct
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from django.db import connection
from django.db.models import Q

from terreau.actors.models import SearchPosting
from terreau.core.arrays import array_text
from terreau.core.bulk_rows import execute_tuples, put_tuples, unnested

CHUNK_BITS = 16
CHUNK = 1 << CHUNK_BITS
BITMAP = CHUNK // 8
MARK = 16
MOST_MARKS = 512
STATE = ""
BATCH = 2_000
Slot = tuple[str, int]
Keys = np.ndarray


@dataclass(frozen=True)
class State:
    """The version of the index and the marks of the last versions, the newest last."""

    version: int
    marks: bytes

    @property
    def mark(self) -> bytes:
        """What tells this version from one of the same number that was rolled back."""
        return self.marks[-MARK:]

    def knows(self, version: int, mark: bytes) -> bool:
        """Tell whether a version that was read is one of those that led here."""
        back = self.version - version
        if not 0 <= back < len(self.marks) // MARK:
            return False
        end = len(self.marks) - back * MARK
        return self.marks[end - MARK : end] == mark

    def next(self) -> "State":
        """The version after this one."""
        marks = (self.marks + uuid.uuid4().bytes)[-MARK * MOST_MARKS :]
        return State(self.version + 1, marks)


NOTHING = State(0, b"")


def pack(members: Keys) -> bytes:
    """Pack the low bits of keys, in order and each once."""
    if 2 * len(members) < BITMAP:
        return members.astype("<u2").tobytes()
    bits = np.zeros(CHUNK, dtype=bool)
    bits[members] = True
    return np.packbits(bits, bitorder="little").tobytes()


def unpack(packed: bytes) -> Keys:
    """Give back the low bits of keys, in order."""
    if len(packed) < BITMAP:
        return np.frombuffer(packed, dtype="<u2")
    bits = np.unpackbits(np.frombuffer(packed, dtype=np.uint8), bitorder="little")
    return np.flatnonzero(bits).astype("<u2")


def lock_state() -> State:
    """Take the index for this transaction: its writers go one after the other."""
    blank = SearchPosting(token=STATE, chunk=0, size=0, members=b"")
    SearchPosting.objects.bulk_create([blank], ignore_conflicts=True)
    row = SearchPosting.objects.select_for_update().get(token=STATE, chunk=0)
    return State(row.size, bytes(row.members))


def save_state(state: State) -> None:
    """Write the version reached."""
    SearchPosting.objects.filter(token=STATE).update(size=state.version, members=state.marks)


def read_postings(
    tokens: Collection[str],
    beginnings: Iterable[str] = (),
    spans: Iterable[tuple[str, str]] = (),
) -> tuple[State, dict[str, list[tuple[int, bytes]]]]:
    """Read the state and the postings of tokens, of those that begin so or lie between, at once."""
    wanted = Q(token__in=[STATE, *tokens])
    for first, last in [*((beginning, f"{beginning}~") for beginning in beginnings), *spans]:
        wanted |= Q(token__gte=first, token__lt=last)
    state, found = NOTHING, defaultdict(list)
    rows = SearchPosting.objects.filter(wanted).order_by()
    for token, chunk, size, members in rows.values_list("token", "chunk", "size", "members"):
        if token == STATE:
            state = State(size, bytes(members))
        else:
            found[token].append((chunk, bytes(members)))
    return state, found


class Changes:
    """What is added to the postings and taken back from them."""

    def __init__(self) -> None:
        self.added: dict[Slot, list[int]] = defaultdict(list)
        self.removed: dict[Slot, list[int]] = defaultdict(list)

    def note(self, key: int, before: Collection[str], after: Collection[str]) -> None:
        """Note how the tokens of one sheet change."""
        chunk, low = key >> CHUNK_BITS, key & (CHUNK - 1)
        old, new = set(before), set(after)
        for token in new - old:
            self.added[token, chunk].append(low)
        for token in old - new:
            self.removed[token, chunk].append(low)

    def write(self) -> None:
        """Write them, slot after slot in one order."""
        slots = sorted({*self.added, *self.removed})
        for start in range(0, len(slots), BATCH):
            batch = slots[start : start + BATCH]
            stored = _read_slots(batch)
            kept, emptied = [], []
            for slot in batch:
                size, packed = self._merge(slot, stored.get(slot))
                if size:
                    kept.append((*slot, size, packed))
                elif slot in stored:
                    emptied.append(slot)
            write_rows(kept)
            _delete_slots(emptied)

    def _merge(self, slot: Slot, packed: bytes | None) -> tuple[int, bytes]:
        if slot not in self.removed:
            end = _append(packed or b"", self.added[slot])
            if end:
                return len(end) // 2, end
        members = self._unite(slot, packed)
        return len(members), pack(members)

    def _unite(self, slot: Slot, packed: bytes | None) -> Keys:
        members = np.array(self.added.get(slot, ()), dtype=np.uint16)
        if packed is not None:
            members = np.union1d(unpack(packed), members)
        else:
            members.sort()
        if slot in self.removed:
            members = np.setdiff1d(members, np.array(self.removed[slot], dtype=np.uint16))
        return members


def _append(packed: bytes, lows: list[int]) -> bytes:
    """Add keys that come after those that stand there, as new sheets do; b"" when they do not."""
    size = len(packed) + 2 * len(lows)
    last = int.from_bytes(packed[-2:], "little") if packed else -1
    if size >= BITMAP or len(packed) >= BITMAP or lows[0] <= last:
        return b""
    if any(one >= other for one, other in pairwise(lows)):
        return b""
    return packed + struct.pack(f"<{len(lows)}H", *lows)


def _read_slots(slots: Sequence[Slot]) -> dict[Slot, bytes]:
    """Read the postings of slots in one plain query: the framework would prepare each token."""
    tokens = list({token for token, _chunk in slots})
    chunks = sorted({chunk for _token, chunk in slots})
    table = connection.ops.quote_name(SearchPosting._meta.db_table)
    stretches = ", ".join(map(str, chunks))
    if connection.vendor == "postgresql":
        condition, given = "token = ANY(%s::varchar[])", [array_text(tokens)]
    else:
        condition, given = f"token IN ({', '.join(['%s'] * len(tokens))})", tokens
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT token, chunk, members FROM {table} "  # noqa: S608
            f"WHERE {condition} AND chunk IN ({stretches})",
            given,
        )
        return {(token, chunk): bytes(members) for token, chunk, members in cursor.fetchall()}


def write_rows(rows: Iterable[tuple[str, int, int, bytes]]) -> None:
    """Write whole postings over what stood there."""
    put_tuples(
        SearchPosting,
        [SearchPosting._meta.get_field(name) for name in ("token", "chunk", "size", "members")],
        rows,
        otherwise="ON CONFLICT (token, chunk) "
        "DO UPDATE SET size = excluded.size, members = excluded.members",
    )


def _delete_slots(slots: Sequence[Slot]) -> None:
    table = connection.ops.quote_name(SearchPosting._meta.db_table)
    fields = [SearchPosting._meta.get_field(name) for name in ("token", "chunk")]
    if connection.vendor == "postgresql":
        given = f"(token, chunk) IN (SELECT * FROM {unnested(fields)})"  # noqa: S608
    else:
        given = "token = %s AND chunk = %s"
    if slots:
        execute_tuples(f"DELETE FROM {table} WHERE {given}", slots)  # noqa: S608


def keys_of(pieces: Iterable[tuple[int, bytes]]) -> Iterator[Keys]:
    """Give the keys of postings, stretch by stretch."""
    for chunk, packed in pieces:
        yield unpack(packed).astype(np.int64) + (chunk << CHUNK_BITS)
