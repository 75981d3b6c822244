"""Take a wave on a day."""

import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class WaveForm(forms.Form):
    """The day, and a name that helps to find it again."""

    on = forms.DateField(
        label=gettext_lazy("Le réseau tel qu’il était le"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choisissez un jour."),
            "invalid": gettext_lazy("Cette date n’existe pas. Écrivez-la ainsi : 2026-03-01."),
        },
    )
    label = forms.CharField(
        label=gettext_lazy("Nom de la vague"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Par exemple « Avant la rencontre annuelle »."),
    )

    def __init__(self, *args, today: datetime.date, **options) -> None:
        super().__init__(*args, initial={"on": today}, **options)
        self.today = today

    def clean_on(self) -> datetime.date:
        """Refuse a day to come."""
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(
                _("Ce jour n’est pas encore venu. Choisissez aujourd’hui ou un jour passé.")
            )
        return on
