"""Who should meet whom, from what the sheets offer and need and from who is linked already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log1p

from terreau.fabric.bridge.figures import edges_of
from terreau.fabric.networks import Network
from terreau_engine.network import Actor, MeetingSuggestion, suggest_meetings
from terreau_engine.network.meeting_weights import BEYOND, NEAR

__all__ = ["Profile", "Suggestion", "suggest"]
EACH = 10
# Who is already much linked is told beside, never for that alone asked once more.
WEIGHTS = {"near": replace(NEAR, popularity=0.0), "beyond": replace(BEYOND, popularity=0.0)}


@dataclass(frozen=True)
class Profile:
    """What a sheet says that may make a meeting worth it."""

    uuid: str
    world: str
    domains: frozenset[str] = frozenset()
    needs: Mapping[str, float] = field(default_factory=dict)
    offers: Mapping[str, float] = field(default_factory=dict)
    place: tuple[float, float] | None = None
    territory: str = ""
    load: float = 0.0


Suggestion = MeetingSuggestion


@dataclass(frozen=True)
class Found:
    """Both lists, the best first, and how evenly they fall."""

    near: Sequence[MeetingSuggestion]
    beyond: Sequence[MeetingSuggestion]
    gini_near: float | None
    gini_beyond: float | None


def suggest(
    profiles: Sequence[Profile], network: Network, known: Iterable[tuple[str, str]]
) -> Found:
    """Suggest meetings to everybody; nobody linked, known or set aside is suggested."""
    actors = [
        Actor(
            one.uuid,
            one.world,
            dict.fromkeys(sorted(one.domains), 1.0),
            one.needs,
            one.offers,
            one.place,
            one.territory,
            one.load,
        )
        for one in profiles
    ]
    found = suggest_meetings(actors, edges_of(network), known=known, k=EACH, **WEIGHTS)
    loads = {one.uuid: one.load for one in profiles}
    return Found(
        _best_first(found.near, loads, NEAR.load),
        _best_first(found.beyond, loads, BEYOND.load),
        found.exposure_near.gini,
        found.exposure_beyond.gini,
    )


def _best_first(
    found: Sequence[MeetingSuggestion], loads: Mapping[str, float], weight: float
) -> list[MeetingSuggestion]:
    """Order the list: a meeting takes the time of both, so the load of who asks counts as well."""
    mean = sum(loads.values()) / len(loads) if loads else 0.0

    def rank(one: MeetingSuggestion) -> tuple[float, str, str]:
        asked = weight * log1p(loads[one.first] / mean) if mean else 0.0
        return (-(one.score + asked), one.first, one.second)

    return sorted(found, key=rank)
