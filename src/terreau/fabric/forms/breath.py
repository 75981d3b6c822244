"""Over how many months the load and the silence are read."""

from django import forms
from django.utils.translation import gettext_lazy as _

USUAL = 12


class MonthsForm(forms.Form):
    """One choice, with a usual one."""

    mois = forms.TypedChoiceField(
        label=_("Sur"),
        coerce=int,
        required=False,
        empty_value=USUAL,
        choices=[(6, _("6 mois")), (12, _("12 mois")), (24, _("24 mois"))],
        error_messages={"invalid_choice": _("Choisissez 6, 12 ou 24 mois.")},
    )

    @property
    def months(self) -> int:
        """The chosen length."""
        return self.cleaned_data.get("mois") or USUAL if self.is_valid() else USUAL
