"""Forms of the indicators."""

from collections.abc import Container, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.territories.enums import IndicatorAggregation
from terreau.territories.folding import fold
from terreau.territories.indicators.vocabulary import domain_choices, goal_choices
from terreau.territories.indicators.words import shown
from terreau.territories.models import Indicator

OF_A_RATIO = gettext_lazy("Pour un rapport de deux sommes seulement.")


class IndicatorForm(forms.ModelForm):
    """Declare an indicator that a person brings."""

    domain_codes = forms.MultipleChoiceField(
        label=gettext_lazy("Domaines d’action"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    goals = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Objectifs de développement durable"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    numerator_slug = forms.ChoiceField(
        label=gettext_lazy("Numérateur"), required=False, help_text=OF_A_RATIO
    )
    denominator_slug = forms.ChoiceField(
        label=gettext_lazy("Dénominateur"), required=False, help_text=OF_A_RATIO
    )
    weight_slug = forms.ChoiceField(
        label=gettext_lazy("Pondération"),
        required=False,
        help_text=gettext_lazy("Pour une moyenne pondérée seulement."),
    )

    class Meta:
        model = Indicator
        fields = [
            *("name", "definition", "unit", "sense", "aggregation"),
            *("numerator_slug", "denominator_slug", "years_apart", "weight_slug", "formula"),
            *("source_text", "licence", "domain_codes", "goals"),
        ]
        help_texts = {
            "definition": gettext_lazy("Ce qui est compté, et ce qui ne l’est pas, en une phrase."),
            "aggregation": gettext_lazy(
                "Un nombre s’additionne ; une part se calcule de deux sommes, ou se pondère ; une "
                "médiane ne se calcule pas sur plusieurs communes."
            ),
            "years_apart": gettext_lazy(
                "Pour un rapport : 0 exige la même année ; 3 accepte une population de trois ans "
                "plus tôt ou plus tard, et la page le dit."
            ),
            "source_text": gettext_lazy("Qui a compté, quand, et où cela se lit."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source_text"].required = True
        self.fields["domain_codes"].choices = domain_choices()
        self.fields["goals"].choices = goal_choices()
        counts = Indicator.objects.filter(aggregation=IndicatorAggregation.SUM)
        choices = [("", _("aucun")), *((one.slug, shown(one.name)) for one in counts)]
        for name in ("numerator_slug", "denominator_slug", "weight_slug"):
            self.fields[name].choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the parts that the rule needs, and keep no other."""
        cleaned = super().clean() or {}
        rule = cleaned.get("aggregation")
        is_ratio = rule == IndicatorAggregation.RATIO
        is_mean = rule == IndicatorAggregation.WEIGHTED_MEAN
        cleaned["years_apart"] = cleaned.get("years_apart") or 0
        needed = {"numerator_slug": is_ratio, "denominator_slug": is_ratio, "weight_slug": is_mean}
        for name, is_needed in needed.items():
            if is_needed and not cleaned.get(name):
                self.add_error(name, _("Ce mode de calcul en a besoin : choisissez un indicateur."))
            elif not is_needed:
                cleaned[name] = ""
        return cleaned


class IndicatorFilterForm(forms.Form):
    """Find indicators by their words, their domain of action or their goal."""

    q = forms.CharField(label=gettext_lazy("Mots"), required=False, max_length=100)
    domaine = forms.ChoiceField(label=gettext_lazy("Domaine"), required=False)
    odd = forms.TypedChoiceField(
        label=gettext_lazy("Objectif de développement durable"),
        required=False,
        coerce=int,
        empty_value=None,
    )

    tous = forms.BooleanField(
        label=gettext_lazy("Aussi ceux dont aucun chiffre n’est chargé"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domaine"].choices = [("", _("tous")), *domain_choices()]
        self.fields["odd"].choices = [("", _("tous")), *goal_choices()]


def keep_asked(
    rows: Iterable[Indicator], asked: dict[str, Any], *, held: Container[str]
) -> list[Indicator]:
    """Keep the indicators that answer a filter; without one, those of which figures are held."""
    words = fold(asked.get("q") or "").split()
    domain, goal = asked.get("domaine"), asked.get("odd")
    return [
        row
        for row in rows
        if (asked.get("tous") or row.is_local or row.slug in held)
        and (not domain or domain in row.domain_codes)
        and (not goal or goal in row.goals)
        and all(word in _words_of(row) for word in words)
    ]


def _words_of(row: Indicator) -> str:
    return fold(f"{shown(row.name)} {shown(row.definition)} {row.slug}")
