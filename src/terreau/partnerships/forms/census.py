"""Note an existing partnership: who, what, since when, and how it is known."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import ActionDomain
from terreau.core.partial_dates import PartialDateFormField
from terreau.partnerships.enums import Certainty, Scope
from terreau.partnerships.forms.sheets import category_choices
from terreau.territories.fields import TerritoriesField

CERTAINTIES = [("", _("on ne sait pas")), *Certainty.choices]


class CensusForm(forms.Form):
    """What one declaration says; the parties come beside it."""

    action = forms.CharField(
        label=_("Ce qu’ils font ensemble"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    categories = forms.MultipleChoiceField(
        label=_("Catégories"),
        choices=category_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Plusieurs sont possibles. Aucune : la catégorie restera inconnue."),
    )
    domains = forms.ModelMultipleChoiceField(
        label=_("Domaines"),
        queryset=ActionDomain.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Ce sont eux qui relient le partenariat aux enjeux."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Portée"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    territories = TerritoriesField(
        label=_("Où il agit"),
        required=False,
        help_text=_("Vide : là où siègent ses parties."),
    )
    starts_on = PartialDateFormField(
        label=_("Depuis"),
        required=False,
        help_text=_("« 2019 », « automne 2021 » ou un jour. Vide : inconnu."),
    )
    ends_on = PartialDateFormField(
        label=_("Jusqu’à"),
        required=False,
        help_text=_("Vide : il continue, ou l’on ne sait pas."),
    )
    certainty = forms.ChoiceField(label=_("Certitude"), choices=CERTAINTIES, required=False)
    source = forms.CharField(
        label=_("D’où vient l’information"),
        max_length=300,
        help_text=_("Un entretien, un rapport d’activité, une convention, un article…"),
        error_messages={
            "required": _("Dites comment vous le savez : « entretien avec le club, mai 2026 ».")
        },
    )
    title = forms.CharField(
        label=_("Nom du partenariat"),
        max_length=150,
        required=False,
        help_text=_("Vide : le nom de ses parties."),
    )
    is_public = forms.BooleanField(
        label=_("Visible de tous"),
        required=False,
        help_text=_("Décoché : les membres de l’alliance et les parties le voient."),
    )
    first = ("action", "domains", "categories", "starts_on", "source")

    @property
    def needed(self) -> list:
        """What is worth saying at once."""
        return [self[name] for name in self.first]

    @property
    def later(self) -> list:
        """What may wait; shown open when something of it is wrong."""
        return [one for one in self.visible_fields() if one.name not in self.first]

    @property
    def is_later_wrong(self) -> bool:
        """Tell whether an error hides in what may wait."""
        return any(one.errors for one in self.later)

    def clean(self) -> dict[str, Any]:
        """Compare the dates."""
        values = super().clean()
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last.end < first.start:
            self.add_error("ends_on", _("La fin précède le début. Corrigez l’une des deux."))
        return values

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        told = dict(self.cleaned_data)
        return told | {"domains": list(told["domains"]), "territories": list(told["territories"])}
