"""What the pages of a subject show, kept until figures, territories or the words of either change.

A family and its stability take a tenth of a second: they are the same for everybody who reads.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language

from terreau.territories.models import Indicator, ReferenceSource
from terreau.territories.twins.reading import portrait_context, twins_context
from terreau.territories.twins.shelf import Held, read_loads
from terreau.territories.twins.subjects import Subject

KEPT = 64
_WORDS = ("slug", "name", "unit", "sense", "notion", "source_text", "position")

Make = Callable[[Subject, QueryDict, Held], dict[str, Any]]


@dataclass(frozen=True)
class _Asked:
    """What makes two pages the same; what draws the first one comes along."""

    page: str
    units: tuple[int, ...]
    label: str
    level: str
    choices: str
    language: str | None
    on: datetime.date
    loads: tuple
    words: tuple
    subject: Subject = field(compare=False)
    data: QueryDict = field(compare=False)


def kept_portrait(subject: Subject, data: QueryDict) -> dict[str, Any]:
    """Give what the portrait shows."""
    return dict(_context(_ask("portrait", subject, data)))


def kept_twins(subject: Subject, data: QueryDict) -> dict[str, Any]:
    """Give what the page of the family shows."""
    return dict(_context(_ask("twins", subject, data)))


@lru_cache(maxsize=KEPT)
def _context(asked: _Asked) -> dict[str, Any]:
    make: Make = portrait_context if asked.page == "portrait" else twins_context
    return make(asked.subject, asked.data, Held(asked.loads))


def _ask(page: str, subject: Subject, data: QueryDict) -> _Asked:
    return _Asked(
        page,
        tuple(unit.pk for unit in subject.units),
        subject.label,
        subject.level,
        data.urlencode(),
        get_language(),
        timezone.localdate(),
        read_loads(),
        _words(),
        subject,
        data,
    )


def _words() -> tuple:
    """The words in which what was loaded is told."""
    words = Indicator.objects.order_by("pk").values_list(*_WORDS)
    sources = ReferenceSource.objects.order_by("pk").values_list("slug", "name", "vintage")
    return (tuple(words), tuple(sources))
