"""Log hours in less than thirty seconds, on a phone."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import Person
from terreau.support.enums import Engineering, SupportPhase
from terreau.support.forms.files import alliances_of, day_input
from terreau.support.models import HourEntry, SupportFile

FREE = "0"
LENGTHS = (
    ("15", _("15 min")),
    ("30", _("30 min")),
    ("60", _("1 h")),
    ("120", _("2 h")),
    (FREE, _("autre")),
)
_DAY = 24 * 60
_OLDEST = datetime.timedelta(days=3660)


class HoursForm(forms.ModelForm):
    """One stretch of work: how long, for which trade, with whom."""

    length = forms.ChoiceField(
        label=_("Combien de temps"), choices=LENGTHS, widget=forms.RadioSelect, initial="60"
    )
    minutes = forms.IntegerField(
        label=_("Autre durée, en minutes"), required=False, min_value=1, max_value=_DAY
    )
    phase = forms.ChoiceField(
        label=_("Phase"), choices=[("", _("— sans phase —")), *SupportPhase.choices], required=False
    )
    engineering = forms.ChoiceField(
        label=_("Ingénierie"),
        choices=[("", _("— je ne sais pas —")), *Engineering.choices],
        required=False,
    )

    class Meta:
        model = HourEntry
        fields = [
            *("on", "length", "minutes", "trade", "alliance", "note"),
            *("phase", "engineering", "file"),
        ]
        widgets = {"on": day_input(), "trade": forms.RadioSelect}
        labels = {"alliance": _("Pour l’alliance"), "file": _("Pour le dossier d’accompagnement")}
        error_messages = {"trade": {"required": _("Choisissez un métier : un doigt suffit.")}}

    # What may be told later, folded away on the page.
    folded = ("phase", "engineering", "file")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alliance"].queryset = alliances_of(person)
        self.fields["file"].queryset = SupportFile.objects.visible_to(person).select_related(
            "organisation", "partnership"
        )
        trade = self.fields["trade"]
        trade.choices = [choice for choice in trade.choices if choice[0]]
        if self.instance.pk:
            self._show_length(self.instance.minutes)

    def _show_length(self, minutes: int) -> None:
        known = {value for value, _label in LENGTHS}
        self.initial["length"] = str(minutes) if str(minutes) in known else FREE

    @property
    def first_fields(self) -> list:
        """The fields that always show."""
        return [self[name] for name in self.fields if name not in self.folded]

    @property
    def folded_fields(self) -> list:
        """The fields that open on demand."""
        return [self[name] for name in self.folded]

    @property
    def folded_errors(self) -> bool:
        """Tell whether something is wrong in what is folded away."""
        return any(name in self.errors for name in self.folded)

    def clean_on(self) -> datetime.date:
        """Refuse a day that has not come, or that is surely mistyped."""
        on, today = self.cleaned_data["on"], timezone.localdate()
        if on > today:
            raise forms.ValidationError(
                _("Ce jour n’est pas encore venu. Choisissez un jour passé.")
            )
        if on < today - _OLDEST:
            raise forms.ValidationError(_("Ce jour date de plus de dix ans. Corrigez l’année."))
        return on

    def clean(self) -> dict[str, Any]:
        """Take the length that was touched, or the minutes that were typed."""
        values = super().clean() or {}
        length = values.get("length")
        if length and length != FREE:
            values["minutes"] = int(length)
        elif length == FREE and values.get("minutes") is None and "minutes" not in self.errors:
            self.add_error("minutes", _("Écrivez combien de minutes, de 1 à 1 440."))
        return values

    def entry_values(self) -> dict[str, Any]:
        """What the row keeps."""
        names = [name for name in self.Meta.fields if name != "length"]
        return {name: self.cleaned_data[name] for name in names}
