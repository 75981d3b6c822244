"""Compute the whole index again from the sheets, and tell whether it is still equal to them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.actors.models import DirectoryEntry, Organisation, SearchPosting
from terreau.actors.search.documents import Document, read_documents
from terreau.actors.search.indexing import (
    Entry,
    entry_of,
    forget_unused_words,
    write_entries,
    write_words,
)
from terreau.actors.search.postings import (
    CHUNK,
    CHUNK_BITS,
    NOTHING,
    STATE,
    State,
    lock_state,
    pack,
    save_state,
    write_rows,
)
from terreau.core.jobs import Progress, enqueue, job

KIND = "actors-index"
Advance = Callable[[int, int, str], None]
_COMPARED = [
    field.name
    for field in DirectoryEntry._meta.local_concrete_fields
    if field.name not in {"stamp", "updated_at"}
]


@dataclass
class Stretch:
    """What the index should hold for 65,536 keys."""

    entries: list[Entry] = field(default_factory=list)
    members: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    words: set[str] = field(default_factory=set)

    def add(self, document: Document, state: State) -> None:
        """Add one sheet."""
        self.entries.append(entry_of(document, state))
        if document.is_listed:
            low = document.key & (CHUNK - 1)
            for token in document.tokens:
                self.members[token].append(low)
            self.words |= document.words

    def rows(self, chunk: int) -> Iterator[tuple[str, int, int, bytes]]:
        """The postings, packed; keys were added in their order."""
        for token in sorted(self.members):
            lows = np.array(self.members[token], dtype=np.uint16)
            yield token, chunk, len(lows), pack(lows)


def ask_for_rebuild() -> None:
    """Ask for the whole index once the caller's transaction is committed."""
    transaction.on_commit(lambda: enqueue(KIND, {}, by=None, key=KIND))


@job(KIND, label=gettext_lazy("Index de l’annuaire"), retries=1, resumable=True)
def rebuild_in_job(progress: Progress, payload: dict) -> dict:
    """Compute the index again; a stretch a transaction, begun again from the start if stopped."""
    return {"sheets": rebuild_index(progress.advance)}


def rebuild_index(progress: Advance = lambda done, total, message: None) -> int:
    """Compute every entry and posting again, a stretch a transaction; return how many sheets.

    Searches go on meanwhile, and writers wait for one stretch at most.
    """
    chunks, total, done = _chunks(), Organisation.objects.count(), 0
    for chunk in chunks:
        done += _rebuild_chunk(chunk)
        progress(done, total, _("Fiches relues"))
    _forget_the_gone()
    return done


@transaction.atomic
def _rebuild_chunk(chunk: int) -> int:
    state = lock_state().next()
    stretch = _read_stretch(chunk, state)
    SearchPosting.objects.filter(chunk=chunk).exclude(token=STATE).delete()
    write_rows(stretch.rows(chunk))
    known = DirectoryEntry.objects.filter(key__range=_keys(chunk))
    known.update(is_listed=False, tokens="", lines="", stamp=state.version)
    write_entries(stretch.entries)
    write_words(stretch.words)
    save_state(state)
    return len(stretch.entries)


def _read_stretch(chunk: int, state: State) -> Stretch:
    stretch = Stretch()
    keys = Organisation.objects.filter(pk__range=_keys(chunk)).order_by("pk")
    for document in read_documents(keys.values_list("pk", flat=True)):
        stretch.add(document, state)
    return stretch


@transaction.atomic
def _forget_the_gone() -> None:
    """Remove the rows of sheets that are gone; every process then reads the table anew."""
    state = lock_state()
    known = set(Organisation.objects.filter(merged_into__isnull=False).values_list("pk", flat=True))
    DirectoryEntry.objects.filter(is_listed=False).exclude(key__in=known).delete()
    forget_unused_words()
    save_state(State(state.version + 1, NOTHING.next().marks))


def _chunks() -> range:
    highest = Organisation.objects.aggregate(Max("pk"))["pk__max"] or 0
    indexed = DirectoryEntry.objects.aggregate(Max("key"))["key__max"] or 0
    return range((max(highest, indexed) >> CHUNK_BITS) + 1)


def _keys(chunk: int) -> tuple[int, int]:
    return chunk << CHUNK_BITS, (chunk + 1 << CHUNK_BITS) - 1


def find_index_faults() -> Iterator[str]:
    """Tell how many sheets and words of the index are not what the sheets say; writes nothing."""
    sheets, words = 0, 0
    for chunk in _chunks():
        stretch = _read_stretch(chunk, NOTHING)
        sheets += _count_wrong_entries(chunk, stretch)
        words += _count_wrong_postings(chunk, stretch)
    advice = _("Lancez « terreau rebuild-index ».")
    if sheets:
        yield (
            ngettext(
                "L’annuaire ne dit pas ce que dit %(count)s fiche.",
                "L’annuaire ne dit pas ce que disent %(count)s fiches.",
                sheets,
            )
            % {"count": sheets}
            + f" {advice}"
        )
    if words:
        yield (
            ngettext(
                "L’index de recherche se trompe sur %(count)s mot.",
                "L’index de recherche se trompe sur %(count)s mots.",
                words,
            )
            % {"count": words}
            + f" {advice}"
        )


def _count_wrong_entries(chunk: int, stretch: Stretch) -> int:
    rows = DirectoryEntry.objects.filter(key__range=_keys(chunk)).order_by("key")
    stored = {row[0]: row for row in rows.values_list(*_COMPARED).iterator()}
    wrong = 0
    for entry in stretch.entries:
        wrong += stored.pop(entry.key, None) != tuple(getattr(entry, n) for n in _COMPARED)
    listed = _COMPARED.index("is_listed")
    return wrong + sum(row[listed] for row in stored.values())


def _count_wrong_postings(chunk: int, stretch: Stretch) -> int:
    rows = SearchPosting.objects.filter(chunk=chunk).exclude(token=STATE).order_by("token")
    stored = {
        token: (size, bytes(members))
        for token, size, members in rows.values_list("token", "size", "members").iterator()
        if token[0] != "!"
    }
    wrong = 0
    for token, _chunk, size, packed in stretch.rows(chunk):
        wrong += stored.pop(token, None) != (size, packed)
    return wrong + len(stored)
