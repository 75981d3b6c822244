"""The choices of a search, all of them in the address."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.territories.bridge.twins import Settings, Typology
from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.words import shown
from terreau.territories.twins.shelf import Shelf
from terreau.territories.twins.subjects import Subject

FEWEST, MOST, USUAL = 15, 20, 18
WEIGHTS = {"0": 0.0, "1": 0.5, "2": 1.0, "4": 2.0}


class TwinsForm(forms.Form):
    """How the family is looked for; an unreadable choice is the usual one, and it is said."""

    membres = forms.IntegerField(
        label=gettext_lazy("Taille de la famille"), min_value=FEWEST, max_value=MOST
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Le type de territoire"),
        choices=[
            (Typology.WEIGHT.value, gettext_lazy("compte, sans exclure")),
            (Typology.CONSTRAINT.value, gettext_lazy("doit être le même")),
            (Typology.IGNORE.value, gettext_lazy("ne compte pas")),
        ],
    )
    sans = forms.MultipleChoiceField(
        label=gettext_lazy("Laisser de côté"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[],
    )
    avec = forms.ChoiceField(label=gettext_lazy("Comparer avec des"))

    def __init__(self, data: QueryDict, *, subject: Subject, shelf: Shelf) -> None:
        values = data.copy()
        values["membres"] = values.get("membres") or str(USUAL)
        values["type"] = values.get("type") or Typology.WEIGHT.value
        values["avec"] = subject.level
        names = [one.name for one in shelf.frame.indicators] if shelf.frame else []
        for slug in names:
            values[f"p-{slug}"] = values.get(f"p-{slug}") or "2"
        super().__init__(values)
        self.fields["sans"].choices = _exclusions(subject)
        self.fields["avec"].choices = [
            (TerritoryKind.COMMUNE.value, _("communes")),
            (TerritoryKind.EPCI.value, _("intercommunalités")),
            (TerritoryKind.DEPARTEMENT.value, _("départements")),
        ]
        if not subject.is_free:
            del self.fields["avec"]
        self._add_weights(shelf, names)
        self.is_valid()

    def _add_weights(self, shelf: Shelf, names: list[str]) -> None:
        for slug in names:
            self.fields[f"p-{slug}"] = forms.ChoiceField(
                label=shown(shelf.indicators[slug].name),
                choices=[
                    ("2", _("comme d’ordinaire")),
                    ("4", _("compte double")),
                    ("1", _("compte à moitié")),
                    ("0", _("ne compte pas")),
                ],
            )

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What is shown first."""
        return [self[name] for name in self.fields if not name.startswith("p-")]

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        """One choice for each indicator."""
        return [self[name] for name in self.fields if name.startswith("p-")]

    @property
    def weights(self) -> dict[str, float]:
        """The weights that are not the usual one, by indicator."""
        found = {
            name.removeprefix("p-"): WEIGHTS[value]
            for name, value in self.cleaned_data.items()
            if name.startswith("p-") and value in WEIGHTS
        }
        return {slug: weight for slug, weight in found.items() if weight != 1}

    @property
    def excluded(self) -> list[str]:
        """What is left out: neighbours, département."""
        return self.cleaned_data.get("sans") or []

    def settings(self, without: frozenset[str]) -> Settings:
        """Say it as the engine takes it."""
        return Settings(
            k=self.cleaned_data.get("membres") or USUAL,
            typology=Typology(self.cleaned_data.get("type") or Typology.WEIGHT),
            weights=self.weights,
            without=without,
        )


def _exclusions(subject: Subject) -> list[tuple[str, Any]]:
    found = [("voisins", _("les territoires voisins"))]
    if subject.level != TerritoryKind.DEPARTEMENT:
        found.append(("departement", _("ceux du même département")))
    return found
