"""Put longitudes and latitudes on paper.

The unit is the hectometre, y grows downwards as in SVG. Metropolitan France uses Lambert-93 (the
conic projection of its official maps); each overseas département has a plane of its own, because
no single projection shows them all without lying.
"""

import math

METROPOLE = "metropole"
_TOP_M = 7_200_000  # north of Dunkerque, so that y stays positive
_E = 0.0818191910428158  # GRS80
_N, _C, _XS, _YS = 0.7256077650, 11_754_255.426, 700_000.0, 12_655_612.050
_LON0 = math.radians(3.0)
_DEGREE_HM = 1_111.95
# Zone → (centre, box west-south-east-north) of the five overseas départements.
OVERSEAS: dict[str, tuple[tuple[float, float], tuple[float, float, float, float]]] = {
    "971": ((-61.4, 16.2), (-61.95, 15.75, -60.9, 16.6)),
    "972": ((-61.0, 14.65), (-61.35, 14.3, -60.7, 15.0)),
    "973": ((-53.2, 4.0), (-54.8, 2.0, -51.5, 6.0)),
    "974": ((55.53, -21.13), (55.1, -21.5, 55.95, -20.8)),
    "976": ((45.15, -12.83), (44.9, -13.1, 45.4, -12.5)),
}
_METROPOLE_BOX = (-5.6, 41.2, 9.8, 51.3)


def zone_of(lon: float, lat: float) -> str | None:
    """Return the plane on which a point is drawn, None where the embedded maps do not reach."""
    boxes = {METROPOLE: _METROPOLE_BOX} | {zone: box for zone, (_c, box) in OVERSEAS.items()}
    for zone, (west, south, east, north) in boxes.items():
        if west <= lon <= east and south <= lat <= north:
            return zone
    return None


def project(lon: float, lat: float, zone: str) -> tuple[float, float]:
    """Return (x, y) in hectometres on the plane of a zone.

    >>> [round(v) for v in project(3.0, 46.5, METROPOLE)]
    [7000, 6000]
    """
    if zone == METROPOLE:
        return _lambert_93(lon, lat)
    lon0, lat0 = OVERSEAS[zone][0]
    return (
        (lon - lon0) * math.cos(math.radians(lat0)) * _DEGREE_HM + 5_000,
        (lat0 - lat) * _DEGREE_HM + 5_000,
    )


def _lambert_93(lon: float, lat: float) -> tuple[float, float]:
    sine = math.sin(math.radians(lat))
    isometric = math.atanh(sine) - _E * math.atanh(_E * sine)
    radius = _C * math.exp(-_N * isometric)
    angle = _N * (math.radians(lon) - _LON0)
    x = _XS + radius * math.sin(angle)
    y = _YS - radius * math.cos(angle)
    return x / 100, (_TOP_M - y) / 100
