"""Note a person met in an organisation, and the end of their function."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import LegalBasis
from terreau.actors.forms.mandates import DAY, WRONG_DAY
from terreau.actors.models import Position


class PositionForm(forms.ModelForm):
    """A professional function: who, what, from when, and how we know."""

    legal_basis = forms.ChoiceField(
        label=_("De quel droit gardons-nous ce nom ?"),
        choices=LegalBasis.choices,
        initial=LegalBasis.LEGITIMATE_INTEREST,
        help_text=_("Base légale (RGPD). Pour un annuaire professionnel, souvent la première."),
    )
    succeeds = forms.ModelChoiceField(
        label=_("Succède à"),
        queryset=Position.objects.none(),
        required=False,
        empty_label=_("personne de cette liste"),
        help_text=_("La position de cette personne se clôt la veille."),
    )

    class Meta:
        model = Position
        fields = (
            "full_name",
            "title",
            "email",
            "phone",
            "starts_on",
            "ends_on",
            "source",
            "legal_basis",
        )
        widgets = {"starts_on": DAY, "ends_on": DAY}
        help_texts = {
            "email": _("Professionnel seulement."),
            "source": _("Qui l’a dit, où et quand : « carte remise le 12 mars »."),
        }
        error_messages = {
            "full_name": {"required": _("Donnez le nom de la personne.")},
            "starts_on": WRONG_DAY,
            "ends_on": WRONG_DAY,
            "email": {"invalid": _("Cette adresse n’est pas complète : il y manque @ ou la fin.")},
        }

    def __init__(self, *args, successors_of=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if successors_of is None or not successors_of.exists():
            del self.fields["succeeds"]
        else:
            self.fields["succeeds"].queryset = successors_of

    def clean(self) -> dict[str, Any]:
        """Compare the dates of the two persons."""
        values = super().clean()
        before, first = values.get("succeeds"), values.get("starts_on")
        if before and first and before.starts_on and first <= before.starts_on:
            self.add_error(
                "starts_on",
                gettext("Ce jour précède l’arrivée de la personne à qui elle succède."),
            )
        return values


class PositionEndForm(forms.Form):
    """The last day of a function."""

    ends_on = forms.DateField(label=_("Dernier jour"), widget=DAY, error_messages=WRONG_DAY)
