"""The rows around a sheet: know-how, further numbers, networks, seats."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.enums import NumberScheme
from terreau.actors.forms.mandates import DAY, WRONG_DAY
from terreau.actors.forms.row_sets import RowForm, row_set
from terreau.actors.official_numbers import NUMBER_CHECKS, compact_number
from terreau.actors.references import find_organisation, find_unit, refer_to, refer_to_unit
from terreau.actors.values import CompetenceValues, NetworkValues, NumberValues, SeatValues

_FROM = {"label": gettext_lazy("Depuis le"), "widget": DAY, "error_messages": WRONG_DAY}
_TO = {"label": gettext_lazy("Jusqu’au"), "widget": DAY, "error_messages": WRONG_DAY}


class CompetenceForm(RowForm):
    """One thing that the organisation knows how to do."""

    key_field = "name"
    name = forms.CharField(
        label=gettext_lazy("Savoir-faire"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Par exemple : réparer des vélos, animer une réunion."),
        error_messages={"max_length": gettext_lazy("Dites-le en moins de 150 caractères.")},
    )
    detail = forms.CharField(label=gettext_lazy("En une phrase"), max_length=300, required=False)

    def row_values(self) -> CompetenceValues:
        """The know-how as it is stored."""
        return CompetenceValues(self.cleaned_data["name"], self.cleaned_data["detail"])


class NumberForm(RowForm):
    """One further number in a register."""

    key_field = "value"
    scheme = forms.ChoiceField(
        label=gettext_lazy("Registre"), choices=[("", "—"), *NumberScheme.choices], required=False
    )
    value = forms.CharField(label=gettext_lazy("Numéro"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for both halves, and check the numbers that have a key."""
        values = super().clean()
        scheme, value = values.get("scheme", ""), values.get("value", "")
        if value and not scheme:
            self.add_error("scheme", _("Dites de quel registre vient ce numéro."))
        elif value and scheme in NUMBER_CHECKS:
            values["value"] = compact_number(value)
            self._check(scheme, values["value"])
        return values

    def _check(self, scheme: str, value: str) -> None:
        try:
            NUMBER_CHECKS[scheme](value)
        except ValidationError as error:
            self.add_error("value", error)

    def row_values(self) -> NumberValues:
        """The number as it is stored."""
        return NumberValues(self.cleaned_data["scheme"], self.cleaned_data["value"])


class DatedRowForm(RowForm):
    """A row with a first and a last day, either of which may be unknown."""

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean()
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("La fin précède le début. Corrigez l’une des deux."))
        return values


class NetworkForm(DatedRowForm):
    """One belonging to a network, perhaps on one territory only."""

    key_field = "network"
    network = forms.CharField(
        label=gettext_lazy("Réseau"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Le nom de sa fiche, ou son SIREN."),
    )
    territory = forms.CharField(
        label=gettext_lazy("Présence sur"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Un territoire, si elle n’y est membre que là."),
    )
    role = forms.CharField(label=gettext_lazy("Rôle"), max_length=120, required=False)
    starts_on = forms.DateField(required=False, **_FROM)
    ends_on = forms.DateField(required=False, **_TO)

    @classmethod
    def initial_of(cls, values: NetworkValues) -> dict[str, Any]:
        """Show the network and the territory by their names."""
        return {
            **super().initial_of(values),
            "network": refer_to(values.network),
            "territory": refer_to_unit(values.territory),
        }

    def clean_network(self):
        """Find the network behind the name."""
        return find_organisation(self.cleaned_data["network"], [row.network for row in self.known])

    def clean_territory(self):
        """Find the territory behind the name."""
        known = [row.territory for row in self.known if row.territory]
        return find_unit(self.cleaned_data["territory"], known)

    def clean(self) -> dict[str, Any]:
        """Ask for the network of what was typed beside it."""
        values = super().clean()
        beside = any(values.get(name) for name in ("territory", "role", "starts_on", "ends_on"))
        if beside and not values.get("network") and "network" not in self.errors:
            self.add_error("network", _("Dites de quel réseau il s’agit."))
        return values

    def row_values(self) -> NetworkValues:
        """The belonging as it is stored."""
        return NetworkValues(**{name: self.cleaned_data[name] for name in self.base_fields})


class SeatForm(DatedRowForm):
    """One seat in an outside body, with its mandate dates."""

    key_field = "body"
    body = forms.CharField(
        label=gettext_lazy("Instance"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Par exemple : conseil de développement, conseil citoyen."),
    )
    role = forms.CharField(label=gettext_lazy("Rôle"), max_length=120, required=False)
    starts_on = forms.DateField(required=False, **_FROM)
    ends_on = forms.DateField(required=False, **_TO)

    def clean(self) -> dict[str, Any]:
        """Ask for the body of what was typed beside it."""
        values = super().clean()
        beside = any(values.get(name) for name in ("role", "starts_on", "ends_on"))
        if beside and not values.get("body") and "body" not in self.errors:
            self.add_error("body", _("Dites de quelle instance il s’agit."))
        return values

    def row_values(self) -> SeatValues:
        """The seat as it is stored."""
        return SeatValues(**{name: self.cleaned_data[name] for name in self.base_fields})


CompetenceRows = row_set("competences", CompetenceForm)
NumberRows = row_set("numbers", NumberForm)
NetworkRows = row_set("networks", NetworkForm)
SeatRows = row_set("seats", SeatForm)
