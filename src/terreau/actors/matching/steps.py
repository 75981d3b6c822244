"""Carry rows from one sheet to another step by step, and walk the steps back."""

import datetime
import json
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from terreau.actors.matching.links import Link, find_loops, find_twins, links_to

MOVE, REMOVE, ADD = "move", "remove", "add"


class _ExactEncoder(DjangoJSONEncoder):
    """Django cuts moments to the millisecond: a row would not come back as it was."""

    def default(self, value: Any) -> Any:
        if isinstance(value, (datetime.datetime, datetime.time)):
            return value.isoformat()
        return super().default(value)


@dataclass
class Steps:
    """What was done, in order: enough to do it backwards."""

    done: list[dict[str, Any]] = field(default_factory=list)

    def move(self, link: Link, keys: list[Any], source: Any, target: Any) -> None:
        """Point rows at another one."""
        if not keys:
            return
        link.model._base_manager.filter(pk__in=keys).update(**{link.field: target})
        self._note(MOVE, link.name, keys=keys, source=source, target=target)

    def remove(self, model: type[models.Model], key: Any) -> None:
        """Take a row away, keeping all of it."""
        row = model._base_manager.get(pk=key)
        values = {
            column.attname: column.get_prep_value(getattr(row, column.attname))
            for column in model._meta.concrete_fields
        }
        model._base_manager.filter(pk=key).delete()
        self._note(REMOVE, model._meta.label, values=values)

    def add(self, row: models.Model) -> None:
        """Save a new row."""
        row.save(force_insert=True)
        self._note(ADD, row._meta.label, keys=[row.pk])

    def _note(self, deed: str, name: str, **more: Any) -> None:
        plain = json.loads(json.dumps(more, cls=_ExactEncoder))
        self.done.append({"do": deed, "name": name, **plain})


def fold_row(
    model: type[models.Model], source: Any, target: Any, steps: Steps, skipped: set[Link]
) -> None:
    """Point everything that points at `source` to `target`.

    Where both hold a row that may stand only once (the same person's open mandate, the same
    alliance), what hangs on the first is folded into the second, and the first goes away, kept
    whole in the steps. A row that ties the two together goes away too.
    """
    for link in links_to(model):
        if link in skipped or not link.rows(source).exists():
            continue
        loops = set(find_loops(link, source, target))
        twins = {} if link.model is model else find_twins(link, source, target)
        keys = list(link.rows(source).values_list("pk", flat=True))
        if link.model is model:
            keys = [key for key in keys if key != target]  # nobody stands above themselves
        free = [key for key in keys if key not in twins and key not in loops]
        steps.move(link, free, source, target)
        for key in keys:
            if key in twins and key not in loops:
                fold_row(link.model, key, twins[key], steps, skipped)
            if key in loops:
                _set_aside(link.model, key, steps)
            elif key in twins:
                steps.remove(link.model, key)


def _set_aside(model: type[models.Model], key: Any, steps: Steps) -> None:
    """Take a row away with all that hangs on it, which the undoing brings back."""
    for link in links_to(model):
        keys = list(link.rows(key).values_list("pk", flat=True))
        if link.model._meta.get_field(link.field).null:
            steps.move(link, keys, key, None)
            continue
        for hanging in keys:
            _set_aside(link.model, hanging, steps)
    steps.remove(model, key)


def find_changes(done: list[dict[str, Any]]) -> list[str]:
    """Say in full sentences why the steps can no longer be walked back; nothing when they can.

    A row that went from place to place is looked for where its last step left it.
    """
    last = _last_places(done)
    reasons = []
    for name in dict.fromkeys(name for name, _key in last):
        expected = {key: target for (other, key), target in last.items() if other == name}
        model, column = _split(name)
        rows = model._base_manager.filter(pk__in=expected).values_list("pk", column)
        there = {_plain(pk): _plain(value) for pk, value in rows}
        changed = sum(there.get(key) != target for key, target in expected.items())
        if changed:
            reasons.append(
                _("%(what)s : %(count)d ligne(s) ont été retirées ou déplacées depuis la réunion.")
                % {"what": str(model._meta.verbose_name_plural).capitalize(), "count": changed}
            )
    return reasons


def _last_places(done: list[dict[str, Any]]) -> dict[tuple[str, Any], Any]:
    """Where each moved row was left: {(foreign key, row): row pointed at}."""
    last: dict[tuple[str, Any], Any] = {}
    for step in done:
        if step["do"] == MOVE:
            last |= {(step["name"], key): step["target"] for key in step["keys"]}
        elif step["do"] == REMOVE:
            model = apps.get_model(step["name"])
            key = step["values"][model._meta.pk.attname]
            last = {
                place: target
                for place, target in last.items()
                if place[1] != key or _split(place[0])[0] is not model
            }
    return last


def walk_back(done: list[dict[str, Any]]) -> None:
    """Undo the steps, the last first; `IntegrityError` when newer rows stand in the way."""
    for step in reversed(done):
        if step["do"] == MOVE:
            model, column = _split(step["name"])
            rows = model._base_manager.filter(pk__in=step["keys"])
            rows.update(**{column: step["source"]})
        elif step["do"] == REMOVE:
            _restore(apps.get_model(step["name"]), step["values"])
        else:
            model = apps.get_model(step["name"])
            model._base_manager.filter(pk__in=step["keys"]).delete()


def _restore(model: type[models.Model], values: dict[str, Any]) -> None:
    row = model()
    for column in model._meta.concrete_fields:
        kept = values[column.attname]
        setattr(row, column.attname, None if kept is None else column.to_python(kept))
    row.save_base(raw=True, force_insert=True)


def _split(name: str) -> tuple[type[models.Model], str]:
    label, column = name.rsplit(".", 1)
    return apps.get_model(label), column


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=_ExactEncoder))


def model_label(name: str) -> str:
    """What rows of a step are called."""
    return str(_split(name)[0]._meta.verbose_name_plural)
