"""The open list as GeoJSON: the point is that of the commune's town hall, and says so."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.open_data.values import plain_values


def stream_geojson(
    chunks: Iterable[list[Organisation]], *, name: str, licence: str
) -> Iterator[bytes]:
    """Write a FeatureCollection piece by piece; without place the geometry is null."""
    head = {
        "type": "FeatureCollection",
        "name": name,
        "license": licence,
        "description": _(
            "Chaque point est celui de la mairie de la commune du siège, non celui de "
            "l’organisation. Sans commune connue, la géométrie est nulle."
        ),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "features": ['
    separator = ""
    for chunk in chunks:
        features = (json.dumps(_feature(one), ensure_ascii=False) for one in chunk)
        yield (separator + ",\n".join(features)).encode()
        separator = ",\n"
    yield b"]}\n"


def _feature(organisation: Organisation) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": str(organisation.uuid),
        "geometry": point_of(organisation),
        "properties": plain_values(organisation),
    }


def point_of(organisation: Organisation) -> dict[str, Any] | None:
    """The point of the seat's commune, or None when it is unknown."""
    place = organisation.place
    if place is None or place.lon is None or place.lat is None:
        return None
    return {"type": "Point", "coordinates": [round(place.lon, 5), round(place.lat, 5)]}
