"""Date one phase of the path."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.alliances.models import PhaseSpan


class PhaseForm(forms.ModelForm):
    """A phase, its partial dates, what begins and where that is known from."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PhaseSpan
        fields = ["phase", "starts_on", "ends_on", "label", "source"]
        help_texts = {
            "ends_on": _("Vide : la phase continue. Une année, une saison ou un mois suffisent."),
            "source": _(
                "Deux sources se contredisent ? Ajoutez deux phases, chacune avec la sienne."
            ),
        }

    def clean(self):
        """Refuse an end that can only come before the start."""
        values = super().clean()
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends.end < starts.start:
            self.add_error(
                "ends_on",
                _("La fin précède le début : vérifiez les deux dates, ou laissez la fin vide."),
            )
        return values
