"""What every form of an organisation’s sheet shares: its version, its rows, its conflicts."""

from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.fields import label_of
from terreau.actors.forms.row_sets import BaseRowSet
from terreau.actors.snapshots import rows_of
from terreau.core.editing import FieldChange, VersionedModelForm


class SheetForm(VersionedModelForm):
    """Some fields of the sheet, some rows beneath them, and what a saving says of the whole."""

    row_sets: ClassVar[dict[str, type[BaseRowSet]]] = {}
    untracked = (*VersionedModelForm.untracked, "confirms")

    confirms = forms.BooleanField(
        label=_("J’ai vérifié toute la fiche : le reste est juste aussi"), required=False
    )

    def __init__(self, *args, offers_confirmation: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not offers_confirmation:
            del self.fields["confirms"]

    def fill_initial(self) -> None:
        """Prepare the rows beneath the fields."""
        self.stored = {
            name: rows_of(self.instance, name) if self.instance.pk else [] for name in self.row_sets
        }
        self.sets = {name: self._make_set(name) for name in self.row_sets}

    def _make_set(self, name: str) -> BaseRowSet:
        made, rows = self.row_sets[name], self.stored[name]
        return made(
            self.data if self.is_bound else None,
            prefix=name,
            initial=[made.form.initial_of(row) for row in rows],
            form_kwargs={"known": rows},
        )

    def shown_extras(self) -> dict[str, Any]:
        """The rows as lines, so that a conflict compares them."""
        return {name: self.sets[name].lines(rows) for name, rows in self.stored.items()}

    def rebase_extras(self, base: dict[str, Any], fresh: "SheetForm") -> list[FieldChange]:
        """Take the other person's rows unless this person changed them too."""
        return [change for name in self.sets if (change := self._rebase_rows(name, base, fresh))]

    def _rebase_rows(
        self, name: str, base: dict[str, Any], fresh: "SheetForm"
    ) -> FieldChange | None:
        before, stored = base.get(name, []), fresh.shown_extras()[name]
        rows = self.sets[name]
        rows.is_valid()
        typed = rows.lines(rows.kept())
        if sorted(before) == sorted(stored) or sorted(typed) == sorted(stored):
            return None
        is_contested = sorted(typed) != sorted(before)
        if not is_contested:
            self.sets[name] = fresh.sets[name]
        spoken = "\n".join(stored) or gettext("(vide)")
        return FieldChange(label_of(name).capitalize(), spoken, is_contested)

    def is_valid(self) -> bool:
        """Check the fields and every row, so that all errors show at once."""
        return all([super().is_valid(), *(rows.is_valid() for rows in self.sets.values())])

    def hold_errors(self) -> "SheetForm":
        """Show what was typed without judging it yet, as when one more row is asked."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        for rows in self.sets.values():
            rows.hold_errors()
        return self

    @property
    def all_rows(self) -> list[BaseRowSet]:
        """The sets of rows in their order, for the template."""
        return list(self.sets.values())

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        names = [name for name in self._meta.fields if name in self.cleaned_data]
        return {
            **{name: self.cleaned_data[name] for name in names},
            **{name: rows.kept() for name, rows in self.sets.items()},
        }
