"""What the page of a territory shows of the actors."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.models import Organisation
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

SHOWN = 12
_SEATED_IN = {
    TerritoryKind.REGION: "place__region",
    TerritoryKind.DEPARTEMENT: "place__departement",
    TerritoryKind.EPCI: "place__epci",
}


def actors_here(request: HttpRequest, territory: Territory) -> dict[str, Any]:
    """The organisations seated in a territory or acting on it, and their worlds; two queries."""
    seated = Q(place=territory)
    if territory.kind in _SEATED_IN:
        seated |= Q(**{_SEATED_IN[territory.kind]: territory})
    acting = Organisation.perimeter.through.objects.filter(territory=territory)
    found = Organisation.objects.visible_to(request.user).filter(
        seated | Q(pk__in=acting.values("organisation"))
    )
    counts = dict(found.order_by().values_list("world").annotate(Count("pk")))
    worlds = [(world.value, counts[world]) for world in ORGANISATION_WORLDS if counts.get(world)]
    return {
        "worlds": worlds,
        "total": sum(counts.values()),
        "organisations": found.select_related("place")[:SHOWN],
        "departement_code": territory.code if territory.kind == TerritoryKind.DEPARTEMENT else "",
    }
