"""« Qui agit ici ? » on the page of a territory."""

from typing import Any

import numpy as np
from django.http import HttpRequest
from django.utils.timezone import localdate

from terreau.actors.bridge.freshness import fresh_since
from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.search.finding import find, mask_of_facets, seated_in, sheets_of
from terreau.actors.search.queries import Filters
from terreau.territories.models import Territory

SHOWN = 8
FACETS = ("offer", "need")


def actors_here(request: HttpRequest, territory: Territory) -> dict[str, Any]:
    """The organisations seated here, or that act here or on what contains it; two queries."""
    today, signed_in = localdate(), request.user.is_authenticated
    filters = Filters(today=today, territories=(territory,))
    answer, found = find(filters, signed_in=signed_in, also=FACETS)
    mask, columns = answer.mask, answer.snapshot.columns
    total = int(np.count_nonzero(mask))
    counts = answer.count_by_world()
    keys = answer.ordered().keys(slice(0, SHOWN))

    def count(other: np.ndarray) -> int:
        return int(np.count_nonzero(mask & other))

    def having(facet: str) -> int:
        return count(mask_of_facets(answer.snapshot, found, [facet], signed_in=signed_in))

    fresh = count(columns.confirmed >= fresh_since(today).toordinal())
    return {
        "worlds": [(w.value, counts[w.value]) for w in ORGANISATION_WORLDS if counts[w.value]],
        "total": total,
        "seated": count(seated_in(answer.snapshot, [territory])),
        "offering": having("offer"),
        "needing": having("need"),
        "fresh_rate": fresh / total if total else None,
        "organisations": sheets_of(keys, request.user) if keys else [],
        "token": territory.token,
    }
