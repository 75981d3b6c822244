"""The canvas of a strategy of alliances, and the self-diagnosis."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.support.canvas import BOX_LENGTH, BOXES, LEVELS, LINES

SHARED = _("La partager avec ceux dont nous avons accepté l’accompagnement")
UNKNOWN = ""


class StrategyForm(forms.Form):
    """A text in each box; an empty box is allowed, an empty canvas is not."""

    def __init__(self, *args: Any, boxes: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for box in BOXES:
            self.fields[box.key] = forms.CharField(
                label=box.title,
                help_text=box.hint,
                required=False,
                max_length=BOX_LENGTH,
                initial=(boxes or {}).get(box.key, ""),
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["is_shared"] = forms.BooleanField(label=SHARED, required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Refuse a canvas where nothing is written."""
        values = super().clean() or {}
        if not self.errors and not any(values.get(box.key) for box in BOXES):
            raise forms.ValidationError(
                _("Rien n’est encore écrit. Commencez par une case, les autres viendront.")
            )
        return values

    def boxes(self) -> dict[str, str]:
        """What was written, box by box."""
        return {box.key: self.cleaned_data[box.key] for box in BOXES}


class DiagnosisForm(forms.Form):
    """An answer to each line, or none: not knowing is an answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(value), label) for value, label in LEVELS]
        for line in LINES:
            self.fields[line.key] = forms.TypedChoiceField(
                label=line.text,
                choices=[*choices, (UNKNOWN, _("je ne sais pas"))],
                coerce=int,
                empty_value=None,
                required=False,
                initial=UNKNOWN,
                widget=forms.RadioSelect,
            )
        self.fields["comment"] = forms.CharField(
            label=_("Précisions"),
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["is_shared"] = forms.BooleanField(label=SHARED, required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Refuse a diagnosis that says nothing."""
        values = super().clean() or {}
        if not self.errors and all(values.get(line.key) is None for line in LINES):
            raise forms.ValidationError(
                _("Aucune ligne n’a de réponse. Répondez au moins à l’une d’elles.")
            )
        return values

    def answers(self) -> dict[str, int | None]:
        """What was answered, line by line."""
        return {line.key: self.cleaned_data[line.key] for line in LINES}
