"""Take out of the diagnoses whoever asked to be erased: figures stay, names go.

Addresses go everywhere; a name or a telephone, in the alliances of the organisation, on its own
rows, and wherever it is named. A frozen diagnosis keeps its figures and its date: it gets another
mark, the journal says so, and its papers are thrown away.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.scrubbing import Traces, scrub_table
from terreau.alliances.models import Alliance
from terreau.core.journal import record
from terreau.diagnoses.actions.papers import forget_papers
from terreau.diagnoses.freezing import fingerprint
from terreau.diagnoses.models import (
    DiagnosisChoices,
    DiagnosisSnapshot,
    EcosystemItem,
    PerceptionSurvey,
    Signal,
    SignalFollowUp,
    SurveyItem,
)
from terreau.dialogues.models import Consultation, Participant
from terreau.territories.models import Indicator, IndicatorSeries, ReferenceImport

# Each table, how its rows lead to their alliance, and to the organisation of which they speak.
_TABLES = (
    (Signal, "alliance", "detected_by"),
    (SignalFollowUp, "signal__alliance", "signal__detected_by"),
    (EcosystemItem, "alliance", "organisation"),
    (DiagnosisChoices, "alliance", None),
    (DiagnosisSnapshot, "alliance", None),
    (SurveyItem, "survey__alliance", None),
    (Consultation, "alliance", None),
    (Participant, "consultation__alliance", None),
)
_OF_SURVEYS = {Consultation: "pk", Participant: "consultation"}
# What may not be empty, and may not be twice the same.
_NEEDED = {"name", "label", "title", "text", "question", "refused_because", "source"}
_MARKS = {"fingerprint", "device_hash", "code_hash", "imported_key", "code"}
_EDGES = " ,;:·–-"


def erase_from_diagnoses(traces: Traces) -> int:
    """Clean every text of the diagnoses, frozen ones included, and the figures people brought."""
    changed = sum(_clean(*one, traces) for one in _TABLES)
    brought = (Indicator, IndicatorSeries, ReferenceImport)
    return changed + sum(scrub_table(model, traces) for model in brought)


def _clean(model: type[models.Model], path: str, whose: str | None, traces: Traces) -> int:
    fields = list(_texts(model))
    beside = _beside(path, whose, traces)
    changed = 0
    for row in _rows(model, fields, beside, traces):
        is_beside = row.is_beside or _names_it(row, fields, traces)
        values = _cleaned(row, fields, traces, is_beside=is_beside)
        if not values:
            continue
        if isinstance(row, DiagnosisSnapshot):
            values |= _marked_again(row, values)
        # A queryset's update writes no history: nothing new happened.
        model._base_manager.filter(pk=row.pk).update(**values)
        changed += 1
    return changed


def _texts(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.local_concrete_fields:
        # Exactly these: a partial date or a slug is a text that nobody wrote.
        is_text = type(field) in (models.CharField, models.TextField, models.JSONField)
        if is_text and not (field.choices or field.unique or field.name in _MARKS):
            yield field


def _beside(path: str, whose: str | None, traces: Traces) -> Q:
    ours = Alliance.objects.filter(memberships__organisation__in=traces.organisations)
    found = Q(**{f"{path}__in": ours.values("pk")})
    return found | Q(**{f"{whose}__in": traces.organisations}) if whose else found


def _rows(
    model: type[models.Model], fields: list[models.Field], beside: Q, traces: Traces
) -> Iterator[Any]:
    rows = model._base_manager.all()
    if model in _OF_SURVEYS:
        surveys = PerceptionSurvey.objects.values("pk")
        rows = rows.filter(**{f"{_OF_SURVEYS[model]}__in": surveys})
    keys = set(rows.filter(beside).values_list("pk", flat=True))
    texts = [field.name for field in fields if not isinstance(field, models.JSONField)]
    found = Q(pk__in=keys)
    if len(texts) < len(fields):
        rows = rows.alias(content_text=Cast("content", models.TextField()))
        texts.append("content_text")
    for text in (*traces.emails, *(one.name for one in traces.organisations)):
        for shape in {text, json.dumps(text)[1:-1]}:
            for name in texts:
                found |= Q(**{f"{name}__icontains": shape})
    for row in rows.filter(found).order_by("pk"):
        row.is_beside = row.pk in keys
        yield row


def _names_it(row: models.Model, fields: list[models.Field], traces: Traces) -> bool:
    told = " ".join(str(getattr(row, field.attname)) for field in fields)
    return any(one.name in told for one in traces.organisations)


def _cleaned(
    row: models.Model, fields: list[models.Field], traces: Traces, *, is_beside: bool
) -> dict[str, Any]:
    patterns = [traces.strong, traces.weak if is_beside else None]
    values = {}
    for field in fields:
        before = after = getattr(row, field.attname)
        for pattern in filter(None, patterns):
            after = _without(after, pattern)
        if after != before:
            needs_words = field.name in _NEEDED and not after
            values[field.attname] = _nameless(row) if needs_words else after
    return values


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    """Take a name out and leave the rest in its place: lists keep their length, figures stay."""
    if isinstance(value, str):
        return pattern.sub("", value).strip(_EDGES) if pattern.search(value) else value
    if isinstance(value, list):
        return [_without(one, pattern) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, pattern) for key, one in value.items()}
    return value


def _nameless(row: models.Model) -> str:
    """Say that something was written there; its number keeps two rows apart."""
    return _("nom effacé (%(number)s)") % {"number": row.pk}


def _marked_again(snapshot: DiagnosisSnapshot, values: dict[str, Any]) -> dict[str, str]:
    """Give the mark of what is left, tell it in the journal, throw the papers away."""
    forget_papers([snapshot])
    mark = fingerprint(values.get("content", snapshot.content))
    record(
        snapshot.alliance.scope,
        "diagnosis-snapshot-erased",
        by=None,
        posture=_("à la demande de la personne"),
        params={"before": snapshot.fingerprint[:12], "after": mark[:12]},
        now=timezone.now(),
    )
    return {"fingerprint": mark}
