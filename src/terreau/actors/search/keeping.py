"""Keep the vectors of meaning equal to the lines of the sheets, in a job after each change."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.models import DirectoryEntry, MeaningVector, SearchPosting
from terreau.actors.search.documents import PUBLIC
from terreau.actors.search.meaning import (
    KINDS,
    MEANING_STATE,
    MOST_LINES,
    Meaning,
    load_meaning,
    pack_vector,
)
from terreau.actors.search.postings import NOTHING
from terreau.core.jobs import Progress, enqueue, job

KIND = "actors-meanings"
BATCH = 200
Line = tuple[int, str, str, bool]
_COLUMNS = ("key", "kind", "text", "is_public")


def ask_for_meanings(version: int) -> None:
    """Ask for the vectors once the caller's transaction is committed."""
    transaction.on_commit(lambda: enqueue(KIND, {}, by=None, key=f"{KIND}-{version}"))


def has_meaning(lines: str) -> bool:
    """Tell whether a sheet says something that has a meaning of its own."""
    return any(line.startswith(KINDS) for line in lines.split("\n"))


@job(KIND, label=gettext_lazy("Sens des offres, des besoins et des savoir-faire"), resumable=True)
def keep_meanings(progress: Progress, payload: dict) -> dict | None:
    """Compute what is missing; a batch a transaction, so that it resumes where it stopped."""
    meaning = load_meaning()
    done = 0
    while meaning is not None and (count := _next_batch(meaning)):
        done += count
        progress.advance(done, 0, _("Lignes lues"))
    return {"lines": done}


def compute_meanings(meaning: Meaning) -> int:
    """Compute every missing vector, outside any job; return how many sheets were read."""
    done = 0
    while count := _next_batch(meaning):
        done += count
    return done


def _next_batch(meaning: Meaning) -> int:
    """Read the sheets written since the last time; the model works outside any transaction."""
    since = _reached()
    stamps = DirectoryEntry.objects.filter(stamp__gt=since).order_by("stamp")
    # Sheets written together share their stamp: a batch ends with the last of its stamp.
    last = list(stamps.values_list("stamp", flat=True)[:BATCH])
    if not last:
        return 0
    rows = DirectoryEntry.objects.filter(stamp__gt=since, stamp__lte=last[-1])
    entries = list(rows.order_by("key").values_list("key", "lines"))
    keys = [key for key, _lines in entries]
    wanted = dict.fromkeys(line for key, lines in entries for line in _meant(key, lines))
    stored = _stored(keys)
    fresh = [line for line in wanted if line not in stored]
    fresh = fresh[: max(0, MOST_LINES - MeaningVector.objects.count())] if fresh else []
    vectors = _encode(meaning, fresh)
    gone = [pk for line, pk in stored.items() if line not in wanted]
    _write(since, last[-1], gone, vectors)
    return len(entries)


def _reached() -> int:
    state = SearchPosting.objects.filter(token=MEANING_STATE).values_list("size", flat=True)
    return state.first() or 0


def _stored(keys: Sequence[int]) -> dict[Line, int]:
    rows = MeaningVector.objects.filter(key__in=keys).order_by()
    return {
        (key, kind, text, is_public): pk
        for pk, key, kind, text, is_public in rows.values_list("pk", *_COLUMNS)
    }


def _encode(meaning: Meaning, lines: Sequence[Line]) -> list[MeaningVector]:
    encoded = []
    for start in range(0, len(lines), BATCH):
        batch = lines[start : start + BATCH]
        vectors = meaning.encode([line[2] for line in batch])
        for line, vector in zip(batch, vectors, strict=True):
            values = dict(zip(_COLUMNS, line, strict=True))
            encoded.append(MeaningVector(**values, vector=pack_vector(vector)))
    return encoded


@transaction.atomic
def _write(since: int, reached: int, gone: Sequence[int], fresh: Sequence[MeaningVector]) -> None:
    blank = SearchPosting(token=MEANING_STATE, chunk=0, size=0, members=b"")
    SearchPosting.objects.bulk_create([blank], ignore_conflicts=True)
    state = SearchPosting.objects.select_for_update().get(token=MEANING_STATE, chunk=0)
    if state.size != since:
        return  # another job was faster
    MeaningVector.objects.filter(pk__in=gone).delete()
    MeaningVector.objects.bulk_create(fresh)
    state.size = reached
    if gone or fresh:
        state.members = NOTHING.next().mark
    state.save(update_fields=["size", "members"])


def _meant(key: int, lines: str) -> Iterable[Line]:
    for line in lines.split("\n") if lines else ():
        kind, visibility, text = line.split("\t", 2)
        if kind in KINDS and text:
            yield key, kind, text, visibility == PUBLIC
