"""A piece that is needed, and what somebody brings of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceDirection, ResourceNature
from terreau.actors.forms.mandates import DAY, WRONG_DAY
from terreau.actors.forms.resources import QuantityField
from terreau.actors.models import Organisation, Resource
from terreau.core.editing import VersionedModelForm
from terreau.core.partial_dates import PartialDateFormField, refuse_to_come
from terreau.experiments.models import Contribution, Piece


class PieceForm(VersionedModelForm):
    """What the experiment needs: nature, quantity, unit, from when to when."""

    quantity = QuantityField(
        label=_("Quantité"),
        required=False,
        help_text=_("Vide si cela ne se compte pas : un seul apport suffit alors."),
    )

    class Meta:
        model = Piece
        fields = [
            "title",
            "nature",
            "quantity",
            "unit",
            "starts_on",
            "ends_on",
            "is_essential",
            "note",
        ]
        widgets = {"starts_on": DAY, "ends_on": DAY}
        help_texts = {
            "title": _("En quelques mots : « salles le mercredi », « 25 intervenants »."),
            "unit": _("heures, places, personnes, euros…"),
            "is_essential": _("Sans elle, l’expérimentation n’a pas lieu."),
        }
        error_messages = {
            "title": {"required": _("Nommez la pièce en quelques mots.")},
            "nature": {"required": _("Choisissez la nature de ce qu’il faut.")},
            "starts_on": WRONG_DAY,
            "ends_on": WRONG_DAY,
        }

    def clean(self) -> dict[str, Any]:
        """A unit goes with a quantity."""
        cleaned = super().clean() or {}
        has_quantity = cleaned.get("quantity") or "quantity" in self.errors
        if cleaned.get("unit") and not has_quantity:
            self.add_error("quantity", _("Dites combien, ou effacez l’unité."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PledgeForm(VersionedModelForm):
    """What an organisation promises of one piece."""

    quantity = QuantityField(label=_("Combien"), required=False)
    value_eur = QuantityField(
        label=_("Ce que cela vaut, en euros"),
        required=False,
        help_text=_("Si vous le voulez. Une valeur ne s’ajoute jamais à de l’argent."),
    )

    class Meta:
        model = Contribution
        fields = ["quantity", "due_on", "resource", "note", "value_eur", "value_method"]
        widgets = {"due_on": DAY}
        labels = {"resource": _("Une offre de notre fiche"), "due_on": _("Pour le")}
        help_texts = {
            "resource": _("Ainsi elle n’est pas promise deux fois."),
            "value_method": _("Par exemple : heures × coût horaire chargé."),
        }
        error_messages = {"due_on": WRONG_DAY}

    def __init__(
        self, *args: Any, piece: Piece, organisation: Organisation | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._rebuild |= {"piece": piece, "organisation": organisation}
        offers = Resource.objects.filter(
            organisation=organisation, direction=ResourceDirection.OFFER
        )
        self.fields["resource"].queryset = offers.order_by("title", "pk")
        self.fields["resource"].empty_label = _("aucune")
        self._adapt(piece)

    def _adapt(self, piece: Piece) -> None:
        if piece.nature == ResourceNature.FINANCIAL:  # money is counted, never valued as well
            del self.fields["value_eur"], self.fields["value_method"]
        if piece.quantity is None:
            self.fields["quantity"].help_text = _("Vide si cela ne se compte pas.")
        else:
            self.fields["quantity"].help_text = _(
                "En %(unit)s. Vide : vous le direz plus tard."
            ) % {"unit": piece.unit or _("nombre")}

    def clean(self) -> dict[str, Any]:
        """A value says how it is computed."""
        cleaned = super().clean() or {}
        if cleaned.get("value_eur") and not cleaned.get("value_method"):
            self.add_error(
                "value_method",
                _("Dites comment cette valeur est calculée, ou laissez-la vide."),
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class WordForm(forms.Form):
    """A word that goes with a « no », or with a promise taken back."""

    answer = forms.CharField(label=_("Un mot, si vous le voulez"), required=False, max_length=300)


class DeliveryForm(forms.Form):
    """What came, and when."""

    delivered_on = PartialDateFormField(
        label=_("Quand est-elle arrivée ?"),
        validators=[refuse_to_come],
        error_messages={"required": _("Dites quand elle est arrivée : une année suffit.")},
    )
    quantity = QuantityField(
        label=_("Combien est venu"),
        required=False,
        help_text=_("Vide : autant que promis."),
    )


class ThanksForm(forms.Form):
    """Words that stay on the piece."""

    thanks = forms.CharField(
        label=_("Merci"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Écrivez un mot de remerciement, même court.")},
    )


class AskForm(forms.Form):
    """Ask one organisation for the piece."""

    organisation = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("Ce que vous lui demandez"), required=False, max_length=500)
