"""Take a person's data out of every copy: histories, reviews, traces of mergers, past imports.

The rows that hold the data are deleted by `actions/objections.py`; this takes the same values out
of every text and every JSON column of the actors, and of the imports, whichever row holds them. The
journal is append-only and names nobody by its own rule.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from terreau.actors.enums_campaigns import BlockedKind
from terreau.actors.models import Objection, ObjectionRequest, Organisation
from terreau.actors.objections import folded_value
from terreau.core.models import ImportRun
from terreau.core.models.imports import ImportState

_GAP = r"[\s.\-\u00a0\u202f()]*"
_BUSY = (ImportState.PLANNING, ImportState.RUNNING, ImportState.UNDOING)
_WAITING = (ImportState.MAPPING, ImportState.PLANNED, ImportState.DECIDING)
_LEFT_ALONE = (Objection, ObjectionRequest)
Model = type[models.Model]
Scrubber = Callable[["Traces"], int]
_scrubbers: list[Scrubber] = []


@dataclass(frozen=True)
class Traces:
    """What to take out: addresses everywhere, telephones and names beside their organisation."""

    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    organisations: tuple[Organisation, ...] = ()

    @cached_property
    def strong(self) -> re.Pattern[str] | None:
        """What identifies by itself."""
        return _pattern(map(re.escape, self.emails))

    @cached_property
    def weak(self) -> re.Pattern[str] | None:
        """What identifies only beside an organisation."""
        return _pattern([*map(_name_pattern, self.names), *map(_phone_pattern, self.phones)])

    @cached_property
    def weak_texts(self) -> list[str]:
        """The ways in which a database may be asked for what is weak."""
        phones = (shape for phone in self.phones for shape in _phone_shapes(phone))
        return sorted({*self.names, *phones} - {""})


def scrub(traces: Traces) -> int:
    """Take the values out of every copy; return how many rows changed."""
    changed = sum(scrub_table(model, traces) for model in _tables())
    changed += sum(scrubber(traces) for scrubber in _scrubbers)
    return changed + _forget_files(traces)


def register_scrubber(scrubber: Scrubber) -> None:
    """Let a domain above take the same values out of its own rows; it returns how many changed."""
    if scrubber not in _scrubbers:
        _scrubbers.append(scrubber)


def _tables() -> Iterator[Model]:
    yield from (m for m in apps.get_app_config("actors").get_models() if m not in _LEFT_ALONE)
    for model in apps.get_app_config("core").get_models():
        if model.__name__.startswith("Import"):
            yield model


def scrub_table(model: Model, traces: Traces) -> int:
    """Take the values out of every text of one table; return how many rows changed."""
    fields = _columns(model)
    if not fields:
        return 0
    changed = 0
    for row in _rows_holding(model, fields, traces):
        names = [field.attname for field in fields if _clean_field(row, field, traces)]
        if names:
            # A queryset's update writes neither history nor date: nothing new happened.
            model._base_manager.filter(pk=row.pk).update(
                **{name: getattr(row, name) for name in names}
            )
            changed += 1
    return changed


def _columns(model: Model) -> list[models.Field]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, kinds)
        and not (field.unique or field.primary_key or field.choices)
        and not isinstance(field, models.SlugField)
    ]


def _rows_holding(model: Model, fields: list[models.Field], traces: Traces) -> list:
    found = Q(pk__in=[])
    shown = {}
    for field in fields:
        name = field.name
        if isinstance(field, models.JSONField):
            shown[name := f"{field.name}_as_text"] = Cast(field.name, models.TextField())
        for text in traces.emails:
            found |= Q(**{f"{name}__icontains": text})
        for text in traces.weak_texts:
            found |= _beside(model, traces) & _either(name, text)
    return list(model._base_manager.alias(**shown).filter(found).order_by("pk"))


def _beside(model: Model, traces: Traces) -> Q:
    """The rows of the organisations concerned; for a table without them, every row."""
    names = {field.name for field in model._meta.local_concrete_fields}
    keys = [organisation.pk for organisation in traces.organisations]
    if "organisation" in names:
        return Q(organisation__in=keys)
    if model is Organisation or model.__name__ == "HistoricalOrganisation":
        return Q(id__in=keys)
    return ~Q(pk__in=[])


def _either(name: str, text: str) -> Q:
    """A text as it is, or as JSON writes it on SQLite."""
    escaped = json.dumps(text)[1:-1]
    return Q(**{f"{name}__icontains": text}) | Q(**{f"{name}__icontains": escaped})


def _clean_field(row: models.Model, field: models.Field, traces: Traces) -> bool:
    before = getattr(row, field.attname)
    after = before
    if traces.strong:
        after = without(after, traces.strong)
    if traces.weak and (after != before or _is_beside(row, before, traces)):
        after = without(after, traces.weak)
    if after == before:
        return False
    setattr(row, field.attname, after)
    return True


def _is_beside(row: models.Model, value: Any, traces: Traces) -> bool:
    keys = {organisation.pk for organisation in traces.organisations}
    if getattr(row, "organisation_id", None) in keys:
        return True
    if type(row).__name__ in ("Organisation", "HistoricalOrganisation"):
        return row.id in keys
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return any(organisation.name in text for organisation in traces.organisations)


def without(value: Any, pattern: re.Pattern[str]) -> Any:
    """The same value with what matches taken out; a row of a list that held it goes whole.

    >>> without({"contacts": [{"value": "a@b.fr"}, {"value": "c@d.fr"}]}, re.compile("a@b.fr"))
    {'contacts': [{'value': 'c@d.fr'}]}
    """
    if isinstance(value, str):
        return pattern.sub("", value).strip() if pattern.search(value) else value
    if isinstance(value, list):
        return [without(item, pattern) for item in value if not _is_it(item, pattern)]
    if isinstance(value, dict):
        return {key: without(item, pattern) for key, item in value.items()}
    return value


def _is_it(item: Any, pattern: re.Pattern[str]) -> bool:
    """Tell whether an item of a list is a row about the value; cells keep their places."""
    return isinstance(item, dict) and any(
        isinstance(value, str) and pattern.fullmatch(value.strip()) for value in item.values()
    )


def _forget_files(traces: Traces) -> int:
    """Delete the imported files that carry the values; their rows stay, already scrubbed."""
    forgotten = 0
    for run in ImportRun.objects.exclude(state__in=_BUSY).exclude(file="").order_by("pk"):
        if traces.strong and _file_holds(run, traces.strong):
            run.file.delete(save=False)
            ImportRun.objects.filter(pk=run.pk).update(file="", **_refusal(run))
            forgotten += 1
    return forgotten


def _refusal(run: ImportRun) -> dict[str, str]:
    """An import that waits cannot go on without its file: its owner brings it again."""
    if run.state not in _WAITING:
        return {}
    message = _(
        "Ce fichier portait les données d’une personne qui s’est opposée à figurer dans "
        "l’annuaire : il est effacé. Retirez-la de votre fichier, puis déposez-le de nouveau."
    )
    return {"state": ImportState.REFUSED, "message": message}


def _file_holds(run: ImportRun, pattern: re.Pattern[str]) -> bool:
    """Read text files; what is compressed (XLSX, ODS) is deleted without being read."""
    if not run.file_name.lower().endswith((".csv", ".tsv", ".txt", ".json")):
        return True
    try:
        with run.file.open("rb") as file:
            return any(pattern.search(line.decode("latin-1")) for line in file)
    except FileNotFoundError:
        return False


def _pattern(parts: Iterable[str]) -> re.Pattern[str] | None:
    wanted = sorted({part for part in parts if part}, key=len, reverse=True)
    return re.compile("|".join(wanted), re.IGNORECASE) if wanted else None


def _name_pattern(name: str) -> str:
    """A whole name: whoever is called Li is not taken out of « Lille »."""
    return rf"(?<!\w){re.escape(name)}(?!\w)" if name else ""


def _phone_pattern(phone: str) -> str:
    digits = folded_value(BlockedKind.PHONE, phone)
    if len(digits) < 6:
        return ""
    rest = _GAP.join(digits[1:])
    return (
        rf"(?<!\d)(?:\+33|0033|0){_GAP}{rest}(?!\d)"
        if digits[0] == "0"
        else rf"(?<!\d){_GAP.join(digits)}(?!\d)"
    )


def _phone_shapes(phone: str) -> list[str]:
    digits = folded_value(BlockedKind.PHONE, phone)
    if len(digits) < 6:
        return []
    pairs = [digits[start : start + 2] for start in range(0, len(digits), 2)]
    world = f"{digits[1:2]} {' '.join(pairs[1:])}"
    return [phone, digits, digits[1:], *(gap.join(pairs) for gap in " .-\u00a0\u202f"), world]
