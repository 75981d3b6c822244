"""Let two people edit the same sheet: the second is told, and nothing that was typed is lost.

A view writes::

    try:
        actions.edit_thing(thing, expected_version=form.cleaned_data["version"], …)
    except EditConflict:
        form = form.rebased()  # typed values kept, the other person's values shown
        status = 409

and its template includes `core/_edit_conflict.html`. The action calls `claim_version` first.
"""

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class EditConflict(Exception):
    """Somebody saved this row after the person opened their form."""

    def __init__(self, instance: models.Model) -> None:
        super().__init__(_("Quelqu’un d’autre a enregistré cette fiche pendant votre saisie."))
        self.instance = instance


def claim_version(instance: models.Model, expected: int) -> None:
    """Take the next version of a row, or raise `EditConflict` if somebody else took it."""
    rows = type(instance)._base_manager.filter(pk=instance.pk, version=expected)
    if not rows.update(version=F("version") + 1):
        raise EditConflict(instance)
    instance.version = expected + 1


@dataclass(frozen=True)
class FieldChange:
    """One field that the other person changed meanwhile."""

    label: str
    current: str
    is_contested: bool  # both changed it: the typed value stays, this one is shown beside it


@dataclass(frozen=True)
class Conflict:
    """What the second person is told."""

    changes: tuple[FieldChange, ...]


class VersionedModelForm(forms.ModelForm):
    """A form that knows which version of the row the person was looking at.

    The hidden `base` carries the values as they were shown, so that a conflict separates what
    the other person changed from what this person changed.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60_000, strip=False)

    untracked = ("version", "base")
    conflict: Conflict | None = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._rebuild = {
            name: value
            for name, value in kwargs.items()
            if name not in ("data", "files", "instance", "initial")
        }
        self.fill_initial()
        self.initial["version"] = self.instance.version
        if not self.is_bound:
            self.initial["base"] = json.dumps(self.shown_values(), cls=DjangoJSONEncoder)

    def fill_initial(self) -> None:
        """Give the starting values of the fields that are not columns; a subclass may."""

    def shown_extras(self) -> dict[str, Any]:
        """What else the page shows and saves (rows beneath the form), as plain values."""
        return {}

    def rebase_extras(self, base: dict[str, Any], fresh: "VersionedModelForm") -> list[FieldChange]:
        """Compare the extras of this rebased form with `base` and with the row as it is now."""
        return []

    def clean_version(self) -> int:
        """Refuse a form whose version was lost on the way."""
        version = self.cleaned_data["version"]
        if version is None and self.instance.pk:
            raise forms.ValidationError(
                gettext_lazy(
                    "Ce formulaire a perdu le numéro de la version que vous lisiez : "
                    "rechargez la page, puis reprenez votre modification."
                )
            )
        return version or 1

    def tracked_fields(self) -> list[str]:
        """The names of the fields that are compared in a conflict."""
        return [name for name in self.fields if name not in self.untracked]

    def shown_values(self) -> dict[str, Any]:
        """The values of the row as the fields show them."""
        fields = {
            name: _plain(self.fields[name], self.initial.get(name))
            for name in self.tracked_fields()
        }
        return {**fields, **self.shown_extras()}

    def rebased(self) -> "VersionedModelForm":
        """Give the same form on the row as it is now, with what was typed and the conflict.

        A field only the other person changed takes their value; a field both changed keeps what
        was typed, and the notice shows the other value.
        """
        fresh = type(self)(instance=self._fresh_instance(), **self._rebuild)
        data = QueryDict(mutable=True)
        data.update(self.data)
        base = self._base_values()
        changes = [
            change
            for name in self.tracked_fields()
            if (change := self._compare(name, base.get(name), fresh, data))
        ]
        data[self.add_prefix("version")] = str(fresh.instance.version)
        data[self.add_prefix("base")] = fresh.initial["base"]
        again = type(self)(data=data, instance=fresh.instance, **self._rebuild)
        again.conflict = Conflict((*changes, *again.rebase_extras(base, fresh)))
        return again

    def _fresh_instance(self) -> models.Model:
        # form.instance already carries what was typed.
        return type(self.instance)._base_manager.get(pk=self.instance.pk)

    def _base_values(self) -> dict[str, Any]:
        try:
            base = json.loads(self.data.get(self.add_prefix("base"), ""))
        except ValueError:
            base = {}
        return base if isinstance(base, dict) else {}

    def _compare(
        self, name: str, base: Any, fresh: "VersionedModelForm", data: QueryDict
    ) -> FieldChange | None:
        field = fresh.fields[name]
        current, typed = _plain(field, fresh.initial.get(name)), _plain(field, self[name].data)
        if _comparable(current) in (_comparable(base), _comparable(typed)):
            return None
        is_contested = _comparable(typed) != _comparable(base)
        if not is_contested:
            _put(data, self.add_prefix(name), current)
        return FieldChange(str(field.label or name), fresh.spoken_value(name), is_contested)

    def spoken_value(self, name: str) -> str:
        """Say the value of the row as a person reads it."""
        field, value = self.fields[name], self.initial.get(name)
        if isinstance(value, bool):
            return _("oui") if value else _("non")
        if value in (None, "", []):
            return _("(vide)")
        if isinstance(value, (list, tuple, models.QuerySet)):
            return ", ".join(str(item) for item in value)
        if isinstance(field, forms.ModelChoiceField):
            return ", ".join(str(row) for row in field.queryset.filter(pk=_key(value)))
        if isinstance(field, forms.ChoiceField):
            return _choice(field, value)
        return str(value)


def _choice(field: forms.ChoiceField, value: Any) -> str:
    for key, label in field.choices:
        options = label if isinstance(label, (list, tuple)) else [(key, label)]
        for option, text in options:
            if str(option) == str(value):
                return str(text)
    return str(value)


def _plain(field: forms.Field, value: Any) -> Any:
    """Give what the field shows of a value, or what was typed in it, in one and the same shape."""
    shown = field.widget.format_value(value) if not isinstance(value, bool) else None
    if isinstance(shown, dict):  # a picker: the tokens chosen and the text still being searched
        return [*shown["tokens"], *([shown["q"]] if shown["q"] else [])]
    if isinstance(value, (list, tuple, set, models.QuerySet)):
        return [_key(item) for item in value]
    return _key(field.prepare_value(value))


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _comparable(value: Any) -> Any:
    # A browser sends every line break as \r\n, a list in any order and an empty choice as "".
    if value in (None, "", False, []):
        return ""
    if isinstance(value, list):
        return sorted(str(item) for item in value)
    return str(value).replace("\r\n", "\n").strip()


def _put(data: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, list):
        data.setlist(name, [str(item) for item in value])
    elif value in (None, False):
        data.pop(name, None)
    else:
        data[name] = "on" if value is True else str(value)
