"""What is known of an organisation when it is compared with another."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Party:
    """One organisation, or one line of a file: its names, numbers and place; "" is unknown."""

    names: tuple[str, ...]
    siren: str = ""
    siret: str = ""
    rna: str = ""
    other_numbers: frozenset[str] = frozenset()
    place: str = ""
    place_name: str = ""
    departement: str = ""
    postcode: str = ""
    point: tuple[float, float] | None = None
    world: str = ""

    @property
    def unit(self) -> str:
        """The SIREN, said or read in the SIRET."""
        return self.siren or self.siret[:9]

    @property
    def registered(self) -> frozenset[str]:
        """Every number by which a register knows this very body."""
        return self.other_numbers | {number for number in (self.siret, self.rna) if number}


def distance_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Measure the way between two points given as longitude and latitude.

    Meaning: how far apart two seats are, as the crow flies. Formula: haversine on a sphere of
    6,371 km. Units: degrees in, kilometres out. Errors: none. Source: R. W. Sinnott (1984).

    >>> round(distance_km((2.41, 48.82), (2.43, 48.81)), 1)
    1.8
    """
    (lon_1, lat_1), (lon_2, lat_2) = first, second
    half_lat = sin(radians(lat_2 - lat_1) / 2) ** 2
    half_lon = sin(radians(lon_2 - lon_1) / 2) ** 2
    chord = half_lat + cos(radians(lat_1)) * cos(radians(lat_2)) * half_lon
    return 2 * EARTH_KM * asin(sqrt(min(1.0, chord)))
