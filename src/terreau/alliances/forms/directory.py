"""Filter the list of alliances."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import ActionDomain
from terreau.alliances.enums import AllianceStatus

SHOWN = [
    ("", _("toutes")),
    ("mine", _("les miennes")),
    ("published", AllianceStatus.PUBLISHED.label),
]


class DirectoryForm(forms.Form):
    """Text, domain and state; every field is optional."""

    q = forms.CharField(label=_("Nom, question ou territoire"), required=False, max_length=100)
    domain = forms.ModelChoiceField(
        label=_("Domaine des enjeux"),
        queryset=ActionDomain.objects.all(),
        required=False,
        to_field_name="code",
        empty_label=_("tous"),
    )
    status = forms.ChoiceField(label=_("Alliances"), choices=SHOWN, required=False)
