"""The forms of the facilitators who keep the directory fresh."""

import datetime
import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.campaign_letters import faults_of
from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.models import Campaign
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

MOST_REMINDERS, LONGEST_DAYS = 4, 120


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CampaignForm(forms.ModelForm):
    """The words and the days of a draft."""

    reminders = forms.CharField(
        label=_("Relances, en jours après le premier message"),
        required=False,
        max_length=40,
        help_text=_("« 14, 28 » par défaut ; vide : aucune. Seuls les silencieux sont relancés."),
    )

    class Meta:
        model = Campaign
        fields = ("title", "message", "starts_on", "closes_on")
        widgets = {
            "message": forms.Textarea(attrs={"rows": 14}),
            "starts_on": _day_input(),
            "closes_on": _day_input(),
        }
        error_messages = {
            "title": {"required": _("Donnez un objet : c’est la première chose qu’on lit.")},
            "message": {"required": _("Écrivez le message.")},
        }

    def __init__(self, *args, today: datetime.date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial["reminders"] = ", ".join(str(days) for days in self.instance.reminder_days)
        if self.instance.kind == Campaign.Kind.INFORMATION:
            del self.fields["reminders"]  # art. 14 asks to inform, once

    def clean_message(self) -> str:
        """Say which placeholder is missing or unknown."""
        message = self.cleaned_data["message"]
        faults = faults_of(message)
        if faults:
            raise forms.ValidationError(faults)
        return message

    def clean_starts_on(self) -> datetime.date:
        """Refuse to write in the past."""
        day = self.cleaned_data["starts_on"]
        if day < self.today:
            raise forms.ValidationError(
                gettext("Ce jour est passé. Choisissez aujourd’hui ou après.")
            )
        return day

    def clean_reminders(self) -> list[int]:
        """Read days separated by commas, spaces or « et »."""
        words = re.findall(r"[^\s,;]+", self.cleaned_data["reminders"].replace(" et ", " "))
        if not all(word.isdecimal() and 1 <= int(word) <= LONGEST_DAYS for word in words):
            raise forms.ValidationError(
                gettext("Écrivez des nombres de jours entre 1 et 120, par exemple « 14, 28 ».")
            )
        days = sorted({int(word) for word in words})
        if len(days) > MOST_REMINDERS:
            raise forms.ValidationError(gettext("Quatre relances au plus : au-delà, on lasse."))
        return days

    def clean(self) -> dict[str, Any]:
        """Compare the two days."""
        values = super().clean()
        start, end = values.get("starts_on"), values.get("closes_on")
        if start and end and end <= start:
            self.add_error("closes_on", gettext("La fin de la campagne suit son premier envoi."))
        return values

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        names = [*self.Meta.fields]
        found = {name: self.cleaned_data[name] for name in names}
        if "reminders" in self.cleaned_data:
            found["reminder_days"] = self.cleaned_data["reminders"]
        return found


class AddressForm(forms.Form):
    """One address; empty takes it away where that is allowed."""

    email = forms.EmailField(
        label=_("Adresse électronique"),
        required=False,
        error_messages={
            "invalid": _("Cette adresse n’est pas complète. Écrivez par exemple ama@exemple.fr.")
        },
    )


class LinkForm(forms.Form):
    """The address to which one link is sent."""

    email = forms.EmailField(
        label=_("Adresse électronique de la structure"),
        help_text=_("Qui reçoit ce message peut corriger la fiche : écrivez à la structure même."),
        error_messages={
            "required": _("Donnez l’adresse à laquelle écrire."),
            "invalid": _("Cette adresse n’est pas complète. Écrivez par exemple ama@exemple.fr."),
        },
    )


class PhoneForm(forms.Form):
    """With whom the sheet was read on the telephone."""

    with_whom = forms.CharField(
        label=_("Avec qui"),
        max_length=80,
        help_text=_("La fonction suffit : « la directrice », « l’accueil »."),
        error_messages={"required": _("Dites avec qui : la fonction suffit.")},
    )


class DepartementField(forms.ModelChoiceField):
    def label_from_instance(self, departement: Territory) -> str:
        return f"{departement.code} · {departement.name}"


class RefreshForm(forms.Form):
    """The filters of the sheets to refresh."""

    departement = DepartementField(
        label=_("Département"),
        queryset=Territory.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("toute la France"),
    )
    world = forms.ChoiceField(
        label=_("Monde"),
        required=False,
        choices=[("", _("tous les mondes")), *((w.value, w.label) for w in ORGANISATION_WORLDS)],
    )
    why = forms.ChoiceField(
        label=_("Pourquoi"),
        required=False,
        choices=[
            ("", _("toutes les raisons")),
            ("never", _("jamais vérifiées")),
            ("old", _("vérifiées il y a plus d’un an")),
            ("mute", _("sans adresse électronique")),
        ],
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departement"].queryset = Territory.objects.filter(
            kind=TerritoryKind.DEPARTEMENT, is_obsolete=False
        ).order_by("code")

    @property
    def values(self) -> dict[str, Any]:
        """The filters that could be read."""
        self.is_valid()
        return self.cleaned_data
