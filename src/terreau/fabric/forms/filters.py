"""Choose the day and the kinds of links."""

import datetime

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from terreau.fabric.enums import TieKind
from terreau.fabric.gathering import ALL_KINDS
from terreau.fabric.words import KIND_NAMES


class FabricFilterForm(forms.Form):
    """A plain form: the day, and which links."""

    au = forms.DateField(
        label=_("Au"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 2026-03-01."),
        },
    )
    lien = forms.MultipleChoiceField(
        label=_("Liens"),
        required=False,
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Cette nature de lien n’existe pas.")},
    )

    def __init__(self, data: QueryDict, *, today: datetime.date, is_inside: bool) -> None:
        values = data.copy()
        kinds = ALL_KINDS if is_inside else (TieKind.CONTRIBUTION.value, TieKind.PARTNERSHIP.value)
        if not values.get("au"):
            values["au"] = today.isoformat()
        if not values.getlist("lien"):
            values.setlist("lien", list(kinds))
        super().__init__(values)
        self.today, self.kinds = today, kinds
        self.fields["lien"].choices = [(kind, KIND_NAMES[kind]) for kind in kinds]
        self.is_valid()

    @property
    def on(self) -> datetime.date:
        """The chosen day; today when it cannot be read, the error being told beside it."""
        return self.cleaned_data.get("au") or self.today

    @property
    def chosen(self) -> tuple[str, ...]:
        """The chosen kinds."""
        return tuple(self.cleaned_data.get("lien") or self.kinds)

    @property
    def query(self) -> str:
        """The filters as an address takes them, nothing when they are the usual ones."""
        found = QueryDict(mutable=True)
        if self.on != self.today:
            found["au"] = self.on.isoformat()
        if set(self.chosen) != set(self.kinds):
            found.setlist("lien", list(self.chosen))
        return found.urlencode()
