"""Which rows of which domain point at a row: what a merger must carry over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.models import UniqueConstraint

from terreau.actors.models import (
    DuplicatePair,
    Organisation,
    OrganisationMatchKey,
    OrganisationMerge,
    SheetChange,
)

# Computed again, told elsewhere, or the story of the sheet itself, which stays with it.
LEFT_ALONE = (DuplicatePair, OrganisationMatchKey, OrganisationMerge, SheetChange)
HISTORY_COLUMNS = {"history_id", "m2m_history_id"}


@dataclass(frozen=True)
class Link:
    """One foreign key that may point at the row."""

    model: type[models.Model]
    field: str

    @property
    def name(self) -> str:
        """How a trace names it."""
        return f"{self.model._meta.label}.{self.field}"

    def rows(self, key: Any) -> models.QuerySet:
        """The rows that point there, in a steady order."""
        return self.model._base_manager.filter(**{self.field: key}).order_by("pk")


@cache
def links_to(model: type[models.Model]) -> tuple[Link, ...]:
    """Every foreign key of every domain that points at this model, hidden ones included.

    The lists of links of an organisation (domains, perimeter) are chosen by hand: not here.
    """
    own = {field.remote_field.through for field in Organisation._meta.local_many_to_many}
    return tuple(
        Link(relation.related_model, relation.field.name)
        for relation in model._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and not relation.concrete
        and relation.related_model not in {*LEFT_ALONE, *own}
        and not _is_history(relation.related_model)
    )


def _is_history(model: type[models.Model]) -> bool:
    return bool(HISTORY_COLUMNS & {field.attname for field in model._meta.concrete_fields})


def find_twins(link: Link, source: Any, target: Any) -> dict[Any, Any]:
    """Rows of `source` that could not stand beside one of `target`: {their key: its key}."""
    twins: dict[Any, Any] = {}
    for fields, condition in _unique_rules(link):
        others = [name for name in fields if name != link.field]
        here = _by_values(link.rows(target), others, condition)
        for pk, values in _values(link.rows(source), others, condition):
            if values in here:
                twins.setdefault(pk, here[values])
    return twins


def _unique_rules(link: Link) -> Iterator[tuple[tuple[str, ...], models.Q | None]]:
    meta = link.model._meta
    if meta.get_field(link.field).unique:
        yield (link.field,), None
    for names in meta.unique_together:
        if link.field in names:
            yield tuple(names), None
    for constraint in meta.constraints:
        if isinstance(constraint, UniqueConstraint) and link.field in constraint.fields:
            yield constraint.fields, constraint.condition


def _by_values(rows, names: list[str], condition: models.Q | None) -> dict[tuple, Any]:
    return {values: pk for pk, values in _values(rows, names, condition)}


def _values(rows, names: list[str], condition) -> Iterable[tuple[Any, tuple]]:
    """The rows under a rule, with the other values of the rule; an unknown one never clashes."""
    kept = rows.filter(condition) if condition is not None else rows
    for pk, *values in kept.values_list("pk", *names):
        if None not in values:
            yield pk, tuple(values)


def find_loops(link: Link, source: Any, target: Any) -> list[Any]:
    """Rows that tie the two together: once merged, they would tie a sheet to itself."""
    pointed = link.model._meta.get_field(link.field).related_model
    loops: list[Any] = []
    for field in link.model._meta.concrete_fields:
        if field.is_relation and field.related_model is pointed and field.name != link.field:
            loops += link.rows(source).filter(**{field.name: target}).values_list("pk", flat=True)
    return loops
