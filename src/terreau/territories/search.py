"""Find territories by name, alias, postcode or code, forgiving what people usually mistype.

The index lives in memory: it is built from the table at the first search of a process, and again
when the referential has changed. It gives the same answers on SQLite and PostgreSQL.
"""

import heapq
import threading
from collections.abc import Iterable

from django.utils.translation import gettext as _

from terreau.territories.folding import fold
from terreau.territories.models import ReferenceImport, Territory
from terreau.territories.search_index import Entry, SearchIndex

# Below so many exact answers to one word, near ones are looked for too (« Bourdeaux »).
ENOUGH = 3
CODE, EXACT, BEGINS, WORDS, TYPO = range(5)
_lock = threading.Lock()
_cached: dict[str, tuple[tuple, SearchIndex]] = {}
Ranked = list[tuple[tuple[int, ...], Entry]]


def find_territories(
    text: str, *, kinds: Iterable[str] | None = None, limit: int = 12
) -> list[Territory]:
    """Return the best territories for a typed text, best first.

    Each carries `search_note`, empty or telling why it answers: a postcode, a former name, or the
    obsolete code that led to it.
    """
    index = current_index()
    wanted = set(kinds) if kinds is not None else None
    ranked = _rank(index, text, wanted, limit)
    chosen = list(_once_each(sorted(ranked, key=lambda item: item[0]), index, text, wanted))
    return _read(chosen[:limit])


def current_index() -> SearchIndex:
    """Return the index of the referential as it is now."""
    stamp = _stamp()
    with _lock:
        held = _cached.get("index")
        if held is None or held[0] != stamp:
            held = (stamp, SearchIndex.of_table())
            _cached["index"] = held
        return held[1]


def _stamp() -> tuple:
    """Change when the table does, for the price of two look-ups by key."""
    last = Territory.objects.order_by("-pk").values_list("pk", "code", "name").first()
    loaded = ReferenceImport.objects.order_by("-pk").values_list("pk", "loaded_at").first()
    return (last, loaded)


def _rank(index: SearchIndex, text: str, kinds: set[str] | None, limit: int) -> Ranked:
    folded = fold(text)
    if not folded:
        return []
    ranked: Ranked = [
        ((CODE, order, entry.number), entry)
        for order, entry in index.by_code(text.strip().upper().replace(" ", ""))
    ]
    if folded.isdigit():
        return [item for item in ranked if _suits(item[1], kinds)]
    ranked += _by_words(index, folded, kinds, limit)
    return [item for item in ranked if _suits(item[1], kinds)]


def _by_words(index: SearchIndex, folded: str, kinds: set[str] | None, limit: int) -> Ranked:
    room = limit * 4
    found = index.with_words(folded)
    ranked = _best(index, found, folded, kinds, room)
    enough = 1 if " " in folded else min(limit, ENOUGH)
    if len(ranked) < enough and len(folded) > 3:
        squashed = index.squashed(folded.replace(" ", ""))
        near = index.with_near_words(folded)
        more = {**near, **dict.fromkeys(squashed, 0)}
        fresh = {number: errors for number, errors in more.items() if number not in found}
        ranked += _best(index, fresh, folded, kinds, room, worst=True)
    return ranked


def _best(
    index: SearchIndex,
    found: dict[int, int],
    folded: str,
    kinds: set[str] | None,
    room: int,
    *,
    worst: bool = False,
) -> Ranked:
    entries = (
        (_key(index.entries[n], folded, TYPO + errors if worst else WORDS), index.entries[n])
        for n, errors in found.items()
        if kinds is None or _suits(index.entries[n], kinds)
    )
    return heapq.nsmallest(room, entries, key=lambda item: item[0])


def _key(entry: Entry, folded: str, otherwise: int) -> tuple[int, ...]:
    """Rank the whole name, then its beginning, then its words; entries are numbered by size."""
    if folded in entry.names:
        return (EXACT, 0, entry.number)
    if any(name.startswith(folded) for name in entry.names):
        return (BEGINS, 0, entry.number)
    return (otherwise, 0, entry.number)


def _suits(entry: Entry, kinds: set[str] | None) -> bool:
    return kinds is None or entry.kind in kinds or entry.leads_to_kind in kinds


def _once_each(
    ranked: Ranked, index: SearchIndex, text: str, kinds: set[str] | None
) -> Iterable[tuple[int, str]]:
    """Lead former communes and obsolete codes to today's territory, each once."""
    seen: set[int] = set()
    for _key_of, entry in ranked:
        stays = kinds is not None and entry.kind in kinds
        for target, note in [(entry.pk, "")] if stays else index.targets(entry):
            if target not in seen:
                seen.add(target)
                yield target, note or _postcode_note(entry, text)


def _postcode_note(entry: Entry, text: str) -> str:
    typed = text.strip().replace(" ", "")
    if typed.isdigit() and len(typed) == 5 and typed in entry.postcodes and typed != entry.code:
        return _("code postal %(code)s") % {"code": typed}
    return ""


def _read(chosen: list[tuple[int, str]]) -> list[Territory]:
    stored = Territory.objects.select_related("departement", "region").in_bulk(
        [pk for pk, _note in chosen]
    )
    found = []
    for pk, note in chosen:
        if pk in stored:
            stored[pk].search_note = note
            found.append(stored[pk])
    return found
