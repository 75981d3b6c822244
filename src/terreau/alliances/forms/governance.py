"""Note the governance that the alliance chose."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.alliances.enums import GovernanceForm


class GovernanceChoiceForm(forms.Form):
    """One form; « informelle » stays valid forever."""

    form = forms.ChoiceField(
        label=_("Notre gouvernance"),
        choices=GovernanceForm.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez une forme ; « informelle » en est une, pour toujours."),
            "invalid_choice": _("Cette forme n’est pas dans la liste : choisissez-en une autre."),
        },
    )
