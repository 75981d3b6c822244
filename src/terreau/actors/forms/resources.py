"""The form of one offer or need."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceDirection, ResourceNature
from terreau.actors.forms.mandates import DAY, WRONG_DAY
from terreau.actors.values import ResourceValues
from terreau.core.exchange.cell_texts import CellError, read_number
from terreau.territories.fields import TerritoriesField

MOST_QUANTITY = Decimal("999999999999.99")


class QuantityField(forms.CharField):
    """A quantity as people write it: « 1 200 », « 12,5 »; empty is unknown."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored quantity without its useless zeros, with a comma."""
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """Read the number, or say how to write it."""
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            number = read_number(typed)
        except CellError as error:
            raise forms.ValidationError(str(error)) from error
        if not 0 < number <= MOST_QUANTITY or round(number, 2) != number:
            raise forms.ValidationError(
                gettext(
                    "La quantité est plus grande que zéro, avec deux décimales au plus. Laissez "
                    "vide si vous ne la savez pas."
                )
            )
        return number


class ResourceForm(forms.Form):
    """What is offered or needed: nature, quantity, unit, period, conditions, where."""

    direction = forms.ChoiceField(
        label=_("C’est"),
        choices=ResourceDirection.choices,
        widget=forms.RadioSelect,
        initial=ResourceDirection.OFFER,
        error_messages={"required": _("Dites si c’est une offre ou un besoin.")},
    )
    nature = forms.ChoiceField(
        label=_("Nature"),
        choices=[("", "—"), *ResourceNature.choices],
        error_messages={"required": _("Choisissez la nature de ce qui est offert ou cherché.")},
    )
    title = forms.CharField(
        label=_("Quoi"),
        max_length=200,
        help_text=_("En quelques mots : « salle de réunion le soir »."),
        error_messages={
            "required": _("Dites en quelques mots ce qui est offert ou cherché."),
            "max_length": _(
                "Ce texte dépasse 200 caractères. Mettez la suite dans les conditions."
            ),
        },
    )
    quantity = QuantityField(
        label=_("Quantité"), required=False, help_text=_("Vide si elle n’est pas connue.")
    )
    unit = forms.CharField(
        label=_("Unité"),
        max_length=40,
        required=False,
        help_text=_("Heures par mois, m², euros, places…"),
    )
    starts_on = forms.DateField(
        label=_("À partir du"), required=False, widget=DAY, error_messages=WRONG_DAY
    )
    ends_on = forms.DateField(
        label=_("Jusqu’au"), required=False, widget=DAY, error_messages=WRONG_DAY
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Gratuit, à partager, sur rendez-vous…"),
    )
    territories = TerritoriesField(label=_("Où"), required=False)
    is_public = forms.BooleanField(
        label=_("Visible de tous (sinon, des personnes connectées)"), required=False, initial=True
    )
    # When the line that is edited was last said: another saving moves it.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    @classmethod
    def of(cls, row: ResourceValues, data: Any = None) -> "ResourceForm":
        """The form of a stored line."""
        initial = {name: getattr(row, name) for name in cls.base_fields if name != "seen"}
        seen = row.stated_at.isoformat() if row.stated_at else ""
        return cls(data, initial={**initial, "territories": list(row.territories), "seen": seen})

    def clean(self) -> dict[str, Any]:
        """Compare the fields with each other."""
        values = super().clean()
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("La fin précède le début. Corrigez l’une des deux."))
        if values.get("unit") and not values.get("quantity") and "quantity" not in self.errors:
            self.add_error(
                "quantity", gettext("Dites combien, ou effacez l’unité si vous ne le savez pas.")
            )
        return values

    def row_values(self, **more: Any) -> ResourceValues:
        """The line as it is stored."""
        names = [name for name in self.base_fields if name not in ("seen", "territories")]
        values = {name: self.cleaned_data[name] for name in names}
        return ResourceValues(**values, territories=tuple(self.cleaned_data["territories"]), **more)
