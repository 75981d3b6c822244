"""What weighs for or against asking an organisation: words kept before, and distance."""

import math
from collections.abc import Sequence

from django.db.models import Avg, Count, Q

from terreau.actors.models import Organisation
from terreau.experiments.candidates import places_of
from terreau.experiments.enums import ContributionState
from terreau.experiments.models import Contribution, Experiment
from terreau.territories.models import Territory

EARTH_KM = 6_371
# Beyond, far is far.
FARTHEST_KM = 50
BROUGHT = (ContributionState.DELIVERED, ContributionState.THANKED)


def kept_words_of(organisations: Sequence[Organisation]) -> dict[int, float]:
    """The share of promises kept, drawn towards one half when they are few; one query.

    Who never promised is not there: unknown is not distrust.
    """
    rows = Contribution.objects.filter(organisation__in=organisations).order_by()
    counted = rows.values("organisation").annotate(
        kept=Count("pk", filter=Q(state__in=BROUGHT)),
        broken=Count("pk", filter=Q(state=ContributionState.WITHDRAWN, pledged_at__isnull=False)),
    )
    return {
        row["organisation"]: (row["kept"] + 1) / (row["kept"] + row["broken"] + 2)
        for row in counted
        if row["kept"] or row["broken"]
    }


def distances_of(experiment: Experiment, organisations: Sequence[Organisation]) -> dict[int, float]:
    """How far each sits from the middle of the perimeter, from 0 to 1 (50 km and more)."""
    middle = Territory.objects.communes_of(places_of(experiment)).aggregate(
        lon=Avg("lon"), lat=Avg("lat")
    )
    if middle["lon"] is None:
        return {}
    seats = Organisation.objects.filter(pk__in=[one.pk for one in organisations]).order_by()
    return {
        pk: min(_km(middle["lon"], middle["lat"], lon, lat) / FARTHEST_KM, 1.0)
        for pk, lon, lat in seats.values_list("pk", "place__lon", "place__lat")
        if lon is not None
    }


def _km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    east = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return EARTH_KM * math.hypot(east, math.radians(other_lat - lat))
