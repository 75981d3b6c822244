"""Take out of the partnerships whoever asked to be erased: texts, signatures and their past.

The rows stay: that two organisations did something together is their history, not the person's.
"""

from collections.abc import Iterator

from django.db import models
from django.db.models import Q

from terreau.actors.scrubbing import Traces, without
from terreau.partnerships.models import (
    Agreement,
    Declaration,
    Document,
    LevelChange,
    NextStep,
    Partnership,
    Party,
    Review,
    ReviewAnswer,
    StageChange,
)

# Each table, and how its rows lead to their partnership.
_TABLES = (
    (Partnership, "pk"),
    (Partnership.history.model, "id"),
    (Agreement, "partnership"),
    (Agreement.history.model, "partnership"),
    (Document, "partnership"),
    (Party, "partnership"),
    (StageChange, "partnership"),
    (LevelChange, "partnership"),
    (Declaration, "partnership"),
    (Review, "partnership"),
    (ReviewAnswer, "review__partnership"),
    (NextStep, "review__partnership"),
)


def erase_from_partnerships(traces: Traces) -> int:
    """Clean addresses everywhere, names where their organisation is a party; count the rows."""
    keys = Party.objects.filter(organisation__in=traces.organisations).values("partnership")
    changed = sum(_clean(model, path, traces, keys) for model, path in _TABLES)
    return changed + _clean_accords(traces)


def _clean(model: type[models.Model], path: str, traces: Traces, keys) -> int:
    fields = list(_texts(model))
    found = Q(pk__in=[])
    for field in fields:
        for email in traces.emails:
            found |= Q(**{f"{field}__icontains": email})
        for text in traces.weak_texts:
            found |= Q(**{f"{field}__icontains": text, f"{path}__in": keys})
    beside = set(model._base_manager.filter(**{f"{path}__in": keys}).values_list("pk", flat=True))
    changed = 0
    for row in model._base_manager.filter(found).distinct().order_by("pk"):
        cleaned = {
            field: text
            for field in fields
            if (before := getattr(row, field))
            and (text := _cleaned(before, traces, is_beside=row.pk in beside)) != before
        }
        # A queryset's update writes no history: nothing new happened.
        changed += bool(cleaned) and model._base_manager.filter(pk=row.pk).update(**cleaned)
    return changed


def _texts(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.local_concrete_fields:
        # Exactly these: a partial date is a text that no address can be compared with.
        if type(field) in (models.CharField, models.TextField) and not field.choices:
            yield field.attname


def _cleaned(text: str, traces: Traces, *, is_beside: bool) -> str:
    if traces.strong:
        text = without(text, traces.strong)
    return without(text, traces.weak) if is_beside and traces.weak else text


def _clean_accords(traces: Traces) -> int:
    """The accords of the next steps are signed as well."""
    if not traces.names or not traces.organisations:
        return 0
    mine = Party.objects.filter(organisation__in=traces.organisations)
    rows = NextStep.objects.filter(review__partnership__in=mine.values("partnership"))
    changed = 0
    for step in rows.order_by("pk"):
        accords = {
            key: _cleaned(said, traces, is_beside=True) for key, said in step.accords.items()
        }
        if accords != step.accords:
            changed += NextStep.objects.filter(pk=step.pk).update(accords=accords)
    return changed
