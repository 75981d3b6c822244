"""Note a stage or a level."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.core.partial_dates import PartialDate, PartialDateFormField, refuse_to_come
from terreau.partnerships.actions.stages import is_step_back, why_is_needed
from terreau.partnerships.enums import Level, Stage


class StageForm(forms.Form):
    """The stage reached, since when, and why when it is a step back or the end."""

    stage = forms.ChoiceField(label=_("Nouvelle étape"), choices=Stage.choices)
    since = PartialDateFormField(
        label=_("Depuis"),
        validators=[refuse_to_come],
        error_messages={"required": _("Dites depuis quand, au moins l’année.")},
    )
    note = forms.CharField(
        label=_("Pourquoi, en une phrase"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nécessaire pour revenir en arrière ou pour clore."),
    )
    # Empty for one that a census alone knows: nobody said where it stands.
    expected = forms.ChoiceField(
        choices=[("", ""), *Stage.choices], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, today, current: str = "", **kwargs) -> None:
        initial = {"since": PartialDate(today.isoformat()), "expected": current, "stage": current}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where one is needed."""
        values = super().clean()
        before, after = values.get("expected"), values.get("stage")
        is_silent = after and not (values.get("note") or "").strip()
        if is_silent and (after == Stage.CLOSED or is_step_back(before, after)):
            self.add_error("note", why_is_needed(after))
        return values


class LevelForm(forms.Form):
    """The level reached."""

    level = forms.ChoiceField(label=_("Nouveau niveau"), choices=Level.choices)
    since = PartialDateFormField(
        label=_("Depuis"),
        validators=[refuse_to_come],
        error_messages={"required": _("Dites depuis quand, au moins l’année.")},
    )
    note = forms.CharField(label=_("Pourquoi"), max_length=300, required=False)

    def __init__(self, *args, today, current: str = "", **kwargs) -> None:
        initial = {"since": PartialDate(today.isoformat()), "level": current}
        super().__init__(*args, initial=initial, **kwargs)
