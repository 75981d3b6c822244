"""Give and close dated mandates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import Person

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
WRONG_DAY = {"invalid": _("Cette date n’existe pas. Écrivez par exemple 12/09/2026.")}


class MandateForm(forms.Form):
    """Who speaks in the organisation's name, from when, until when."""

    email = forms.EmailField(
        label=_("Adresse électronique de la personne"),
        help_text=_("Elle doit déjà avoir un compte sur cette instance."),
        error_messages={
            "invalid": _("Cette adresse n’est pas complète : il y manque @ ou la fin.")
        },
    )
    title = forms.CharField(
        label=_("Fonction"),
        max_length=120,
        required=False,
        help_text=_("Par exemple : présidente, chargé de mission."),
    )
    starts_on = forms.DateField(label=_("Depuis le"), widget=DAY, error_messages=WRONG_DAY)
    ends_on = forms.DateField(
        label=_("Jusqu’au"),
        widget=DAY,
        required=False,
        help_text=_("Dernier jour compris. Laissez vide si la fin n’est pas connue."),
        error_messages=WRONG_DAY,
    )

    person: Person | None = None

    def clean_email(self) -> str:
        """Find the person behind the address."""
        email = self.cleaned_data["email"]
        self.person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(
                _(
                    "Personne n’a de compte avec cette adresse. Vérifiez-la, ou invitez d’abord "
                    "cette personne dans une alliance : son compte s’ouvrira."
                )
            )
        return email

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean()
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and end and end < start:
            self.add_error(
                "ends_on", _("La fin du mandat précède son début. Corrigez l’une des deux.")
            )
        return values


class ClosingForm(forms.Form):
    """The last day of a mandate."""

    ends_on = forms.DateField(
        label=_("Dernier jour du mandat"), widget=DAY, error_messages=WRONG_DAY
    )
