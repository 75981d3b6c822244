"""What persons type about organisations and mandates."""

from terreau.actors.forms.contacts import ContactFormSet
from terreau.actors.forms.directory import DirectoryForm
from terreau.actors.forms.mandates import ClosingForm, MandateForm
from terreau.actors.forms.organisations import NewOrganisationForm, OrganisationForm

__all__ = [
    "ClosingForm",
    "ContactFormSet",
    "DirectoryForm",
    "MandateForm",
    "NewOrganisationForm",
    "OrganisationForm",
]
