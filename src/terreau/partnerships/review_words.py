"""What a review asks, in plain words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from terreau.partnerships.enums import Approach, Objective
from terreau.partnerships.models import Party


@dataclass(frozen=True)
class Question:
    """One thing that each party looks at, from 0 to 10."""

    label: Any
    help: Any


QUESTIONS = {
    "product": Question(
        _("Ce que l’action produit"), _("0 : rien de ce qu’on espérait ; 10 : tout, et plus.")
    ),
    "balance": Question(
        _("Équilibre entre nous"),
        _("0 : l’un donne tout ; 10 : chacun y trouve son compte, même à parts inégales."),
    ),
    "recognition": Question(
        _("Valorisation de votre part"),
        _("0 : votre contribution est invisible ; 10 : elle est vue et reconnue."),
    ),
}
APPROACH_WORDS = {
    Approach.PERFORMANCE: _("Les résultats que nous nous étions fixés sont-ils là ?"),
    Approach.COHERENCE: _("Ce que nous faisons colle-t-il à ce que nous sommes chacun ?"),
    Approach.EFFICIENCY: _("Les moyens engagés sont-ils justes pour ce résultat ?"),
    Approach.RELEVANCE: _("L’action répond-elle au besoin d’ici ?"),
    Approach.SOCIETAL_CONTRIBUTION: _("Change-t-elle quelque chose au-delà de nous ?"),
    Approach.CLARITY: _("Savons-nous qui fait quoi, et qui décide ?"),
    Approach.MEANING: _("Continuons-nous parce que cela a du sens pour nous ?"),
}


def objective_keys(party: Party) -> list[tuple[str, str]]:
    """Name each objective of a party, so that an answer stays readable once it changed."""
    return [
        (
            f"{one.objective}:{one.detail}" if one.detail else str(one.objective),
            f"{one.get_objective_display()} — {one.detail}"
            if one.detail
            else str(one.get_objective_display()),
        )
        for one in party.objectives.all()
    ]


def objective_label(key: str) -> str:
    """Say a kept key in words, even when the objective is no longer on the sheet."""
    name, _colon, detail = key.partition(":")
    label = str(dict(Objective.choices).get(name, name))
    return f"{label} — {detail}" if detail else label
