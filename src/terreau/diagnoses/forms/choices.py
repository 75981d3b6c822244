"""How the diagnosis is read, in the address: anybody tries, a facilitator keeps."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.diagnoses.enums_crossing import Among, Amount, FeltChoice, Peers
from terreau.diagnoses.values import Choices

NAMES = {
    "needed_from": "besoin",
    "felt_from": "ressenti",
    "acted_from": "action",
    "divided_from": "ecart",
    "peers": "pairs",
    "among": "parmi",
    "felt": "regards",
    "amount": "compte",
}
_WEIGHT, _SENSE, ADDED = "poids", "sens", "ajout"
SENSES = ("less", "more", "neither")
MOST_WEIGHT = 5.0


class ChoicesForm(forms.Form):
    """Thresholds, peers, whose views and what counts; what is absent keeps what was saved."""

    besoin = forms.FloatField(
        label=_("Besoin mesuré à partir de"),
        help_text=_("De 0 à 10 ; 5 est le territoire du milieu."),
        min_value=0,
        max_value=10,
        required=False,
    )
    ressenti = forms.FloatField(
        label=_("Ressenti à partir de"),
        help_text=_("De 0 à 10, l’échelle des regards et des enquêtes."),
        min_value=0,
        max_value=10,
        required=False,
    )
    action = forms.FloatField(
        label=_("Quelqu’un agit à partir de"),
        help_text=_("Nombre de partenariats, ou taux selon ce que vous comptez."),
        min_value=0.01,
        required=False,
    )
    ecart = forms.FloatField(
        label=_("Les mondes sont partagés à partir de"),
        help_text=_("Points d’écart entre deux mondes."),
        min_value=0,
        max_value=10,
        required=False,
    )
    pairs = forms.ChoiceField(label=_("Comparer à"), choices=Peers, required=False)
    parmi = forms.ChoiceField(
        label=_("Parmi"),
        choices=Among,
        required=False,
        help_text=_(
            "Une famille est du niveau du territoire lui-même : elle réunit ceux qui vivent dans "
            "des conditions comparables."
        ),
    )
    regards = forms.ChoiceField(label=_("Lire les regards"), choices=FeltChoice, required=False)
    compte = forms.ChoiceField(label=_("Compter comme action"), choices=Amount, required=False)

    def __init__(
        self, data: Mapping[str, str], saved: Choices, challenge: str | None = None
    ) -> None:
        """Fill what the address leaves out with what was saved; weights are of one challenge."""
        self.saved = saved
        told = {name: data.get(name) for name in NAMES.values() if data.get(name)}
        shown = {name: getattr(saved, field) for field, name in NAMES.items()}
        super().__init__(shown | told)
        self.told = told
        self.challenge = challenge
        self.weights = dict(_weights(data)) if challenge else {}
        self.senses = dict(_senses(data)) if challenge else {}

    @property
    def choices(self) -> Choices:
        """The choices of the address over those saved; a mistaken one changes nothing."""
        self.full_clean()
        told = {
            field: self.cleaned_data[name]
            for field, name in NAMES.items()
            if self.cleaned_data.get(name) not in (None, "")
        }
        weights = self._over(self.saved.weights, self.weights)
        senses = self._over(self.saved.senses, self.senses)
        return replace(self.saved, **told, weights=weights, senses=senses)

    def _over(self, saved: Mapping[str, Mapping], told: Mapping) -> dict[str, dict]:
        """Put what the address says of one challenge over what was saved of all."""
        over = {uuid: dict(one) for uuid, one in saved.items()}
        if self.challenge and told:
            over[self.challenge] = over.get(self.challenge, {}) | dict(told)
        return over

    @property
    def tried(self) -> list[tuple[str, str]]:
        """What the address says, to be kept as it is read."""
        weights = [(weight_name(slug), f"{weight:g}") for slug, weight in self.weights.items()]
        senses = [(sense_name(slug), sense) for slug, sense in self.senses.items()]
        return [*self.told.items(), *weights, *senses]


def weight_name(slug: str) -> str:
    """Name the field of what an indicator weighs."""
    return f"{_WEIGHT}.{slug}"


def sense_name(slug: str) -> str:
    """Name the field of the sense given to an indicator that has none."""
    return f"{_SENSE}.{slug}"


def _senses(data: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in data:
        start, _dot, slug = name.partition(".")
        if start == _SENSE and slug and data[name] in SENSES:
            yield slug, data[name]


def _weights(data: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    for name in data:
        start, _dot, slug = name.partition(".")
        if name == ADDED and data[name]:
            yield data[name], 1.0
        weight = _number(data[name]) if start == _WEIGHT and slug else None
        if weight is not None:
            yield slug, weight


def _number(text: str) -> float | None:
    try:
        weight = float(str(text).replace(",", "."))
    except ValueError:
        return None
    return weight if 0 <= weight <= MOST_WEIGHT else None
