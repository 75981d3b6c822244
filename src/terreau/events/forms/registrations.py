"""Register by the link, by hand, at the door; say who came."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation
from terreau.events.enums import Attendance
from terreau.events.models import Registration
from terreau.events.naming import recognise

FIELDS = ("name", "organisation_name", "offers", "needs", "note")


class RegistrationForm(forms.Form):
    """What one says of oneself to come."""

    name = forms.CharField(
        label=_("Votre nom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Dites votre nom : il figure sur votre badge.")},
    )
    email = forms.EmailField(
        label=_("Votre adresse électronique"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Pour recevoir votre lien personnel, qui permet de changer ou d’annuler."),
        error_messages={"invalid": _("Cette adresse n’est pas complète : « nom@domaine.fr ».")},
    )
    organisation_name = forms.CharField(
        label=_("Votre organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "list": "organisations"}),
        help_text=_("Vide : vous venez en votre nom."),
    )
    offers = forms.CharField(
        label=_("Ce que j’apporte"),
        max_length=500,
        required=False,
        help_text=_("Séparez par des virgules : « un local, du temps de comptable »."),
    )
    needs = forms.CharField(
        label=_("Ce que je cherche"),
        max_length=500,
        required=False,
        help_text=_("Les tours de rencontres en tiennent compte."),
    )
    note = forms.CharField(
        label=_("À savoir pour m’accueillir"),
        max_length=300,
        required=False,
        help_text=_("Accès, repas, interprète : lu par les seuls facilitateurs."),
    )

    def values(self) -> dict[str, Any]:
        """Give the columns of the registration, its sheet recognised by its exact name."""
        said = {name: self.cleaned_data.get(name, "").strip() for name in FIELDS}
        return {**said, "organisation": recognise(said["organisation_name"])}


class OwnRegistrationForm(RegistrationForm):
    """Change what one said; the address is the one to which the link went."""

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        known = {name: getattr(registration, name) for name in FIELDS}
        known["organisation_name"] = said_organisation(registration)
        super().__init__(*args, initial=known, **kwargs)
        del self.fields["email"]


class PersonForm(RegistrationForm):
    """Register somebody by hand."""

    has_place = forms.BooleanField(
        label=_("Lui donner une place même si la rencontre est complète"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nom")
        self.fields["email"].label = _("Adresse électronique")
        self.fields["email"].help_text = _("Elle y recevra son lien. Vide : rien ne lui est écrit.")
        self.fields["organisation_name"].label = _("Organisation")
        self.fields["organisation_name"].help_text = _("Vide : elle vient en son nom.")
        self.fields["offers"].label = _("Ce qu’elle apporte")
        self.fields["needs"].label = _("Ce qu’elle cherche")
        self.fields["note"].label = _("À savoir pour l’accueillir")
        for name in ("name", "email", "organisation_name"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class CorrectionForm(PersonForm):
    """Correct a registration, and say which sheet its organisation is."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Sa fiche"),
        required=False,
        empty_label=_("aucune de celles-ci"),
        help_text=_("Les fiches dont le nom ressemble à ce qui est écrit."),
    )

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        known: dict[str, Any] = {name: getattr(registration, name) for name in FIELDS}
        known["organisation_name"] = said_organisation(registration)
        known["organisation"] = registration.organisation_id
        super().__init__(*args, initial=known, **kwargs)
        self.fields["organisation"].queryset = _look_alikes(registration)
        del self.fields["email"], self.fields["has_place"]

    def values(self) -> dict[str, Any]:
        """Take the sheet that was chosen; else, for a new name, the sheet that bears it."""
        read = super().values()
        if "organisation" in self.changed_data or "organisation_name" not in self.changed_data:
            read["organisation"] = self.cleaned_data.get("organisation")
        return read


def said_organisation(registration: Registration) -> str:
    """The name of the sheet, else what was typed."""
    if registration.organisation_id:
        return registration.organisation.name
    return registration.organisation_name


def _look_alikes(registration: Registration):
    rows = Organisation.objects.filter(merged_into=None)
    keys: list[int] = []
    if registration.organisation_name:
        named = rows.named_like(registration.organisation_name)
        keys += named.order_by("pk").values_list("pk", flat=True)[:20]
    if registration.organisation_id:
        keys.append(registration.organisation_id)
    return rows.filter(pk__in=keys).order_by("name", "pk")


class WelcomeForm(forms.Form):
    """Somebody at the door who had not registered: a name is enough."""

    name = forms.CharField(
        label=_("Nom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Écrivez le nom de la personne : il suffit.")},
    )
    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "organisations"}),
    )

    def values(self) -> dict[str, Any]:
        """Give the columns, the sheet recognised by its exact name."""
        said = {name: self.cleaned_data[name].strip() for name in self.fields}
        return {**said, "organisation": recognise(said["organisation_name"])}


class AttendanceForm(forms.Form):
    """One press."""

    attendance = forms.ChoiceField(
        choices=[("", ""), *Attendance.choices], required=False, error_messages={}
    )
