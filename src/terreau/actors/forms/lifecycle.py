"""Say that an organisation ended."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.core.partial_dates import PartialDateFormField


class ClosureForm(forms.Form):
    """When it ended, why, and whether its mandates end too."""

    closed_on = PartialDateFormField(
        label=_("Fin de l’activité"),
        error_messages={"required": _("Donnez au moins l’année de la fin.")},
    )
    reason = forms.CharField(
        label=_("Raison"),
        max_length=300,
        required=False,
        help_text=_("Sans nommer de personne : « dissolution », « reprise par… »."),
    )
    ends_mandates = forms.BooleanField(
        label=_("Clore aujourd’hui les mandats en cours"),
        required=False,
        initial=True,
        help_text=_("Personne ne parlera plus en son nom ; les mandats restent dans l’histoire."),
    )
