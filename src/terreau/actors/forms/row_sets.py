"""Rows under a form, without JavaScript: a button adds a blank one and keeps what is typed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from terreau.actors.history import say
from terreau.actors.snapshots import plain

MOST_ROWS = 100


class RowForm(forms.Form):
    """One row; it does not count while its `key_field` is empty."""

    key_field = ""

    def __init__(self, *args, known: Sequence[Any] = (), **kwargs) -> None:
        self.known = known
        super().__init__(*args, **kwargs)

    @classmethod
    def initial_of(cls, values: Any) -> dict[str, Any]:
        """What the fields show of a stored row."""
        return {name: getattr(values, name) for name in cls.base_fields}

    def row_values(self) -> Any:
        """What the actions write of this row."""
        raise NotImplementedError


class BaseRowSet(forms.BaseFormSet):
    """The stored rows, blank ones, and what is kept of them all."""

    name = ""
    remove_label = _("Retirer cette ligne")

    def kept(self) -> tuple[Any, ...]:
        """The rows to write, in the order they were typed."""
        return tuple(
            form.row_values()
            for form in self.forms
            if (row := getattr(form, "cleaned_data", None))
            and row.get(form.key_field)
            and not row.get("DELETE")
        )

    @property
    def has_new_rows(self) -> bool:
        """Tell whether something was typed in the blank rows, so that they stay open."""
        return self.is_bound and any(form.has_changed() for form in self.extra_forms)

    def add_fields(self, form, index) -> None:
        """Name the box that removes a row."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = self.remove_label

    def lines(self, rows: Sequence[Any]) -> list[str]:
        """Say each row in one line, so that a conflict compares them."""
        return [line_of(self.name, row) for row in rows]

    def hold_errors(self) -> None:
        """Show what was typed without judging it yet."""
        self._errors, self._non_form_errors = [], self.error_class()
        for form in self.forms:
            form._errors, form.cleaned_data = ErrorDict(), {}
            self._errors.append(form._errors)


def line_of(name: str, row: Any) -> str:
    """Say a row of values."""
    units = [*getattr(row, "territories", ()), *filter(None, [getattr(row, "territory", None)])]
    return say(name, [plain(row)], {unit.token: unit.name for unit in units})


def row_set(
    name: str, form: type[RowForm], *, extra: int = 1, remove_label: Any = None
) -> type[BaseRowSet]:
    """Make the class of the rows of one kind."""
    made = forms.formset_factory(
        form, formset=BaseRowSet, extra=extra, can_delete=True, max_num=MOST_ROWS
    )
    made.name = name
    if remove_label:
        made.remove_label = remove_label
    return made


def with_one_more_row(data: QueryDict, name: str) -> QueryDict:
    """The same typed data, with one more blank row in a set."""
    longer = data.copy()
    field = f"{name}-TOTAL_FORMS"
    total = longer.get(field, "")
    longer[field] = str(min(int(total) + 1, MOST_ROWS)) if total.isdecimal() else "1"
    return longer
