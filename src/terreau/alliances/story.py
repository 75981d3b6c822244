"""Read the journal as a story: the pages one may read, grouped by year."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from terreau.alliances.models import Alliance, JournalEntry


@dataclass(frozen=True)
class StoryYear:
    """The pages of one year, the latest first."""

    year: int
    entries: tuple[JournalEntry, ...]


def entries_of(alliance: Alliance, *, inside: bool) -> QuerySet[JournalEntry]:
    """Every page to the members, the public ones to everybody else."""
    entries = JournalEntry.objects.filter(alliance=alliance)
    return entries if inside else entries.filter(is_public=True)


def counted(entries: QuerySet[JournalEntry]) -> QuerySet[JournalEntry]:
    """Count the voices and files of each page in the same query."""
    return entries.annotate(
        voice_count=Count("voices", distinct=True),
        attachment_count=Count("attachments", distinct=True),
    ).order_by("-happened_on", "-pk")


def by_year(entries: Iterable[JournalEntry]) -> list[StoryYear]:
    """Group pages that are already in the order of time."""
    groups = itertools.groupby(entries, key=lambda entry: entry.happened_on.start.year)
    return [StoryYear(year, tuple(group)) for year, group in groups]
