"""What a diagnosis is of, read in one query each: the challenges, and the units of its ground."""

from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet, Sum, Value

from terreau.alliances.models import Alliance, Challenge
from terreau.core.prepared import rows_of
from terreau.diagnoses.values import Perimeter
from terreau.territories.models import Territory
from terreau.territories.perimeters import known_out_of, label_of

_SUMS = {
    "communes": Count("pk"),
    "people": Sum("population"),
    "people_known": Count("population"),
    "year": Max("population_year"),
}


@dataclass(frozen=True)
class Asked:
    """One challenge, with the keys and codes of its domains and the numbers of its goals."""

    pk: int
    uuid: str
    title: str
    aim: str
    domains: tuple[tuple[int, str], ...]
    goals: tuple[int, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its domains."""
        return tuple(code for _key, code in self.domains)


@dataclass(frozen=True)
class Unit:
    """One unit of a perimeter."""

    pk: int
    kind: str
    code: str
    name: str
    commune_id: int | None  # the commune of today, for a former one
    is_obsolete: bool


def read_challenges(alliance: Alliance) -> tuple[Asked, ...]:
    """Read the challenges in their order, each with its domains and its goals."""
    rows = rows_of("diagnosis-challenges", alliance.pk, lambda: _challenges(alliance.pk))
    told: dict[int, tuple] = {}
    domains: dict[int, dict] = {}
    goals: dict[int, dict] = {}
    for pk, uuid, title, aim, domain, code, number in rows:
        told[pk] = (str(uuid), title, aim)
        if domain is not None:
            domains.setdefault(pk, {})[domain, code] = None
        if number is not None:
            goals.setdefault(pk, {})[number] = None
    return tuple(
        Asked(pk, *words, tuple(domains.get(pk, ())), tuple(goals.get(pk, ())))
        for pk, words in told.items()
    )


def _challenges(alliance: int) -> QuerySet:
    columns = ("pk", "uuid", "title", "aim", "domains__pk", "domains__code", "goals__number")
    order = ("pk", "domains__position", "domains__name", "domains__pk", "goals__number")
    return Challenge.objects.filter(alliance=alliance).order_by(*order).values_list(*columns)


def read_units(alliance: Alliance) -> tuple[Unit, ...]:
    """Read the units of the perimeter, by level then by name."""
    rows = rows_of("diagnosis-units", alliance.pk, lambda: _units(alliance.pk))
    return tuple(sorted((Unit(*row) for row in rows), key=lambda one: (one.kind, one.name, one.pk)))


def _units(alliance: int) -> QuerySet:
    found = Territory.objects.filter(alliances=alliance).order_by()
    return found.values_list("pk", "kind", "code", "name", "commune_id", "is_obsolete")


def read_perimeter(alliance: Alliance, units: tuple[Unit, ...]) -> Perimeter:
    """Sum the perimeter up: its name, its communes, who lives there."""

    def ask() -> QuerySet:
        communes = Territory.objects.communes_of(units).order_by()
        return communes.annotate(all=Value(1)).values("all").annotate(**_SUMS).values_list(*_SUMS)

    rows = rows_of("diagnosis-perimeter", units, ask)
    count, people, known, year = rows[0] if rows else (0, None, 0, None)
    return Perimeter(
        label=alliance.perimeter_label or label_of(units),
        units=tuple((unit.kind, unit.code, unit.name) for unit in units),
        communes=count,
        population=people,
        population_base=known_out_of(known, count),
        population_year=year,
    )
