"""Note a body of the ecosystem."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from terreau.core.partial_dates import PartialDateFormField
from terreau.diagnoses.enums_ecosystem import Presence
from terreau.partnerships.forms.parties import find_organisation

HERE = [(one.value, one.label) for one in (Presence.PRESENT, Presence.EMERGING)]


class EcosystemItemForm(forms.Form):
    """Its name, and what is known of it; its sheet is found when the directory has one."""

    name = forms.CharField(
        label=_("Son nom"),
        max_length=200,
        error_messages={"required": _("Donnez son nom, ou dites plus bas qu’il n’y en a pas.")},
    )
    presence = forms.ChoiceField(label=_("Où il en est"), choices=HERE)
    since = PartialDateFormField(label=_("Depuis"), required=False)
    note = forms.CharField(
        label=_("Ce qu’il apporte aux alliances"), max_length=300, required=False
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Find the sheet of that name, if there is exactly one."""
        told = super().clean()
        told["organisation"] = None
        if told.get("name"):
            try:
                told["organisation"] = find_organisation(told["name"])
            except ValidationError as error:
                self.add_error("name", error)
        return told
