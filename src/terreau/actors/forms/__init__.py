"""What persons type about organisations, mandates and positions."""

from terreau.actors.forms.directory import DirectoryForm
from terreau.actors.forms.mandates import ClosingForm, MandateForm
from terreau.actors.forms.organisations import NewOrganisationForm, OrganisationForm

__all__ = [
    "ClosingForm",
    "DirectoryForm",
    "MandateForm",
    "NewOrganisationForm",
    "OrganisationForm",
]
