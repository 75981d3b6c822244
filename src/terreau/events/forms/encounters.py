"""Say by hand who met whom, what they promised, and what became of it."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation
from terreau.core.formats import format_long_date
from terreau.events.enums import FollowUpState
from terreau.events.models import Encounter, Event

CLOSED = [choice for choice in FollowUpState.choices if choice[0] != FollowUpState.PROMISED]


class EncounterForm(forms.Form):
    """Two organisations that were there."""

    first = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Une organisation"),
        error_messages={"required": _("Choisissez les deux organisations.")},
    )
    second = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("L’autre"),
        error_messages={"required": _("Choisissez les deux organisations.")},
    )

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = event.registrations.standing().filter(organisation__isnull=False)
        rows = Organisation.objects.filter(pk__in=there.values("organisation"), merged_into=None)
        for name in ("first", "second"):
            self.fields[name].queryset = rows.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        """Ask for two different ones."""
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", gettext("Choisissez deux organisations différentes."))
        return cleaned


class PromiseForm(forms.Form):
    """What, by whom, for when."""

    what = forms.CharField(
        label=_("Suite promise"),
        max_length=300,
        error_messages={"required": _("Écrivez ce qui est promis, en quelques mots.")},
    )
    who = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Par qui"),
        required=False,
        empty_label=_("les deux"),
    )
    due_on = forms.DateField(
        label=_("Pour le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, encounter: Encounter, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.met_on = encounter.met_on
        both = [encounter.first_id, encounter.second_id]
        self.fields["who"].queryset = Organisation.objects.filter(pk__in=both).order_by(
            "name", "pk"
        )

    def clean_due_on(self) -> datetime.date | None:
        """A promise may be noted late, but is never due before the two met."""
        due_on: datetime.date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < self.met_on:
            raise forms.ValidationError(
                gettext(
                    "Elles se sont rencontrées le %(day)s : donnez un jour qui vient après, "
                    "ou laissez la date vide."
                ),
                params={"day": format_long_date(self.met_on)},
            )
        return due_on


class CloseFollowUpForm(forms.Form):
    """What became of a promise."""

    state = forms.ChoiceField(
        label=_("Où en est-elle ?"), choices=CLOSED, widget=forms.RadioSelect, initial="done"
    )
    outcome = forms.CharField(label=_("Ce qu’il en fut"), max_length=300, required=False)
