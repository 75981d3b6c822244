"""What a person chooses about the digest."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.accounts.inbox import todo_kinds
from terreau.accounts.models import DigestPreference


def _hours() -> list[tuple[int, str]]:
    return [(hour, _("%(hour)d h") % {"hour": hour}) for hour in range(24)]


class DigestPreferenceForm(forms.ModelForm):
    """Rhythm, day, hours and the natures of things to do that are left out."""

    hour = forms.TypedChoiceField(label=_("À partir de"), choices=_hours, coerce=int)
    quiet_from = forms.TypedChoiceField(
        label=_("Heures calmes, de"),
        choices=_hours,
        coerce=int,
        help_text=_("Début des heures calmes. Deux heures égales : pas d’heures calmes."),
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Heures calmes, à"),
        choices=_hours,
        coerce=int,
        help_text=_("Fin des heures calmes."),
    )
    muted = forms.MultipleChoiceField(
        label=_("Laisser de côté dans le message"),
        choices=lambda: [(kind.key, kind.label) for kind in todo_kinds()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("La page « À faire » montre toujours tout."),
    )

    class Meta:
        model = DigestPreference
        fields = ["rhythm", "weekday", "hour", "quiet_from", "quiet_until", "zone", "muted"]
        widgets = {"rhythm": forms.RadioSelect}

    def clean(self) -> dict:
        """Refuse an hour that the quiet hours would always push to another one, silently."""
        values = super().clean() or {}
        start, end, hour = (values.get(name) for name in ("quiet_from", "quiet_until", "hour"))
        if None not in (start, end, hour) and _is_between(hour, start, end):
            self.add_error(
                "hour",
                _(
                    "Cette heure tombe dans les heures calmes. Choisissez-en une autre, ou changez "
                    "les heures calmes."
                ),
            )
        return values

    def save_choice(self, *, now: datetime.datetime | None = None) -> DigestPreference:
        """Keep the choice; it begins with the next period."""
        self.instance.changed_at = now or timezone.now()
        return self.save()


def _is_between(hour: int, start: int, end: int) -> bool:
    return start <= hour < end if start <= end else hour >= start or hour < end
