"""Which indicators speak of which challenge: through the domains of action, else the goals.

An indicator names the domains and the goals it speaks of; a challenge has its own. The usual
weight of an indicator is shared with the others of the same notion (two ways of counting the poor
weigh one), and facilitators may choose otherwise, indicator by indicator.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from terreau.diagnoses.bridge.crossing import WORSE_WHEN
from terreau.territories.models import Indicator


@dataclass(frozen=True)
class Link:
    """An indicator that speaks of a challenge: by what, and how much it weighs."""

    indicator: Indicator
    weight: float
    through: str  # "domain", "goal", "choice"


def link_indicators(
    indicators: Sequence[Indicator],
    domains: Iterable[str],
    goals: Iterable[int],
    chosen: Mapping[str, float],
) -> list[Link]:
    """Find the indicators of a challenge, those chosen by hand first among them."""
    found = _speaking(indicators, set(domains), set(goals))
    notions = Counter(one.notion for one in found if one.notion)
    links = [
        Link(one, chosen.get(one.slug, _shared(one, notions)), through)
        for one, through in found.items()
    ]
    linked = {one.indicator.slug for one in links}
    links += [
        Link(one, chosen[one.slug], "choice")
        for one in indicators
        if one.slug in chosen and one.slug not in linked and one.sense in WORSE_WHEN
    ]
    return links


def _speaking(
    indicators: Sequence[Indicator], domains: set[str], goals: set[int]
) -> dict[Indicator, str]:
    """Those of a same domain; when there is none, those of a same goal."""
    told = [one for one in indicators if one.sense in WORSE_WHEN]
    by_domain = [one for one in told if domains & set(one.domain_codes)]
    if by_domain:
        return dict.fromkeys(by_domain, "domain")
    return dict.fromkeys((one for one in told if goals & set(one.goals)), "goal")


def _shared(indicator: Indicator, notions: Mapping[str, int]) -> float:
    return round(1 / notions[indicator.notion], 2) if indicator.notion else 1.0
