"""Which indicators speak of which challenge: through the domains of action, else the goals.

An indicator names the domains and the goals it speaks of; a challenge has its own. The usual
weight of an indicator is shared with the others of the same notion (two ways of counting the poor
weigh one), and facilitators may choose otherwise, indicator by indicator.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from terreau.actors.models import ActionDomain
from terreau.alliances.models import Alliance
from terreau.diagnoses.bridge.crossing import WORSE_WHEN
from terreau.territories.enums import IndicatorAggregation
from terreau.territories.indicators.words import shown
from terreau.territories.models import Indicator, IndicatorSeries


@dataclass(frozen=True)
class Link:
    """An indicator that speaks of a challenge: in which sense, and how much it weighs."""

    indicator: Indicator
    sense: str
    weight: float

    @property
    def is_neutral(self) -> bool:
        """Tell whether its sense is somebody's choice."""
        return self.indicator.sense not in WORSE_WHEN


def is_comparable(indicator: Indicator) -> bool:
    """Tell whether it compares places of any size: a count tells a size, not a need."""
    return indicator.aggregation != IndicatorAggregation.SUM


def link_indicators(
    indicators: Sequence[Indicator],
    domains: Iterable[str],
    goals: Iterable[int],
    weights: Mapping[str, float],
    senses: Mapping[str, str],
) -> list[Link]:
    """Find the indicators of a challenge, and those that somebody added by hand."""
    found = _speaking(indicators, set(domains), set(goals))
    added = [one for one in indicators if one.slug in weights and one not in found]
    told = {one.slug: _sense(one, senses) for one in (*found, *added)}
    notions = Counter(one.notion for one in found if one.notion and told[one.slug] in WORSE_WHEN)
    return [
        Link(one, told[one.slug], _weight(one, told[one.slug], weights, notions))
        for one in (*found, *added)
        if is_comparable(one)
    ]


def _speaking(
    indicators: Sequence[Indicator], domains: set[str], goals: set[int]
) -> list[Indicator]:
    """Those of a same domain; when none of them tells a need, those of a same goal too."""
    comparable = [one for one in indicators if is_comparable(one)]
    by_domain = [one for one in comparable if domains & set(one.domain_codes)]
    if any(one.sense in WORSE_WHEN for one in by_domain):
        return by_domain
    known = {one.pk for one in by_domain}
    by_goal = [one for one in comparable if goals & set(one.goals) and one.pk not in known]
    return [*by_domain, *by_goal]


def _sense(indicator: Indicator, senses: Mapping[str, str]) -> str:
    return indicator.sense if indicator.sense in WORSE_WHEN else senses.get(indicator.slug, "")


def _weight(
    indicator: Indicator, sense: str, weights: Mapping[str, float], notions: Mapping[str, int]
) -> float:
    """Share one among the indicators of a same notion, unless somebody said otherwise."""
    if sense not in WORSE_WHEN:
        return 0.0
    usual = round(1 / notions[indicator.notion], 2) if notions.get(indicator.notion) else 1.0
    return weights.get(indicator.slug, usual)


@dataclass(frozen=True)
class CrossedDomain:
    """One domain: its goals, the indicators that speak of it, the challenges it belongs to."""

    name: str
    goals: tuple[str, ...]
    indicators: tuple[str, ...]
    context: tuple[str, ...]
    challenges: tuple[str, ...]

    @property
    def is_mute(self) -> bool:
        """Tell whether no indicator measures what a challenge of this domain asks."""
        return bool(self.challenges) and not self.indicators


def read_crosswalk(alliance: Alliance) -> list[CrossedDomain]:
    """Give the crosswalk of every domain, those of the alliance's challenges first."""
    held = IndicatorSeries.objects.order_by().values("indicator__slug")
    loaded = Q(slug__in=held) | Q(numerator_slug__in=held)
    indicators = list(Indicator.objects.filter(loaded))
    challenges = list(alliance.challenges.prefetch_related("domains").order_by("pk"))
    titles: dict[int, list[str]] = {}
    for challenge in challenges:
        for domain in challenge.domains.all():
            titles.setdefault(domain.pk, []).append(challenge.title)
    rows = [
        _crossed(domain, indicators, titles.get(domain.pk, []))
        for domain in ActionDomain.objects.prefetch_related("goals")
    ]
    return sorted(rows, key=lambda row: not row.challenges)


def _crossed(
    domain: ActionDomain, indicators: Sequence[Indicator], titles: Sequence[str]
) -> CrossedDomain:
    told = [one for one in indicators if domain.code in one.domain_codes and is_comparable(one)]
    return CrossedDomain(
        name=str(domain),
        goals=tuple(str(goal) for goal in domain.goals.all()),
        indicators=tuple(shown(one.name) for one in told if one.sense in WORSE_WHEN),
        context=tuple(shown(one.name) for one in told if one.sense not in WORSE_WHEN),
        challenges=tuple(titles),
    )
