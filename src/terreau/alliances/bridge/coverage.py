"""Members, domains and territories as the engine's cube, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from terreau.actors.enums import ActorWorld
from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance, Challenge, Membership
from terreau.alliances.reading import ABOVE, Reading, read_alliance
from terreau.territories.models import Territory
from terreau_engine.coverage import Actor, Coverage, Cut, SharedChallenge, cover

SIX_WORLDS = tuple(world.value for world in ActorWorld if world != ActorWorld.INHABITANT)


@dataclass(frozen=True)
class CoverageRows:
    """What the rows say, ready to be cut along any axis."""

    actors: tuple[Actor, ...]
    challenges: tuple[SharedChallenge, ...]
    names: dict[str, str]
    carried: frozenset[tuple[str, str]]
    domains: dict[str, str]
    units: dict[str, str]

    @property
    def worlds(self) -> tuple[str, ...]:
        """The six worlds, and the inhabitants when one of their collectives is a member."""
        present = {actor.world for actor in self.actors}
        return SIX_WORLDS + tuple(sorted(present - set(SIX_WORLDS)))

    def slice(self, *, world: str = "", domain: str = "", territory: str = "") -> Coverage:
        """Cover what the three filters leave; an empty one keeps its whole axis."""
        return cover(
            self.actors,
            self.challenges,
            worlds=self.worlds,
            domains=tuple(self.domains),
            territories=tuple(self.units),
            cut=Cut(world or None, domain or None, territory or None),
        )


def read_coverage(alliance: Alliance, *, with_territories: bool = True) -> CoverageRows:
    """Read who is engaged in what: a declared domain, or a challenge that one « carries »."""
    return coverage_of(alliance, read_alliance(alliance), with_territories=with_territories)


def coverage_of(
    alliance: Alliance, read: Reading, *, with_territories: bool = False
) -> CoverageRows:
    """Lay out what a page has already read; only places are asked, and only if wanted."""
    told: dict[str, tuple[int, str]] = {}
    engaged, by_challenge = _declared(read, told), _shared(read, told)
    carried = frozenset(
        (str(organisation), key)
        for organisation, challenge in read.carried
        for key in by_challenge.get(str(challenge), ())
    )
    for organisation, key in carried:
        engaged[organisation].add(key)
    units = list(alliance.perimeter.all()) if with_territories else []
    acting = _acting(alliance, read, units) if units else {}
    return CoverageRows(
        actors=tuple(
            Actor(
                str(row.organisation),
                row.world,
                frozenset(engaged[str(row.organisation)]),
                acting.get(row.organisation),
            )
            for row in read.organisations
        ),
        challenges=_challenges(alliance, by_challenge, units),
        names={str(row.organisation): row.name for row in read.organisations},
        carried=carried,
        domains={key: name for key, (_rank, name) in sorted(told.items(), key=lambda x: x[1])},
        units={str(unit.pk): unit.name for unit in units},
    )


def _declared(read: Reading, told: dict[str, tuple[int, str]]) -> dict[str, set[str]]:
    rows = read.organisations
    return _gather(((row.organisation, *domain) for row in rows for domain in row.domains), told)


def _shared(read: Reading, told: dict[str, tuple[int, str]]) -> dict[str, set[str]]:
    return _gather(((one.pk, *domain) for one in read.challenges for domain in one.domains), told)


def _challenges(
    alliance: Alliance, by_challenge: dict[str, set[str]], units: list[Territory]
) -> tuple[SharedChallenge, ...]:
    """Give each challenge its place on the axis; one that names no territory is everywhere."""
    where = _where(alliance) if units else {}
    return tuple(
        SharedChallenge(
            frozenset(keys), _inside(where[challenge], units) if challenge in where else None
        )
        for challenge, keys in by_challenge.items()
    )


def _gather(pairs: Iterable[tuple], told: dict[str, tuple[int, str]]) -> dict[str, set[str]]:
    """Group domains by owner, and note the words and the rank of each domain met."""
    found: dict[str, set[str]] = defaultdict(set)
    for owner, pk, name, position in pairs:
        told[str(pk)] = (position, gettext(name) if name else str(pk))
        found[str(owner)].add(str(pk))
    return found


def _acting(alliance: Alliance, read: Reading, units: list[Territory]) -> dict:
    """Say on which units each organisation acts; one without a known place is left out."""
    members = Membership.objects.current().filter(alliance=alliance, organisation__isnull=False)
    rows = Organisation.perimeter.through.objects.filter(
        organisation__in=members.values("organisation")
    ).values_list("organisation", *(f"territory__{name}" for name in ABOVE))
    places: dict[int, list[tuple]] = defaultdict(list)
    for pk, *place in rows:
        places[pk].append(tuple(place))
    for row in read.organisations:
        if row.organisation not in places and row.place[0] is not None:
            places[row.organisation].append(row.place)
    return {pk: _inside(found, units) for pk, found in places.items()}


def _where(alliance: Alliance) -> dict[str, list[tuple]]:
    found: dict[str, list[tuple]] = defaultdict(list)
    rows = Challenge.territories.through.objects.filter(challenge__alliance=alliance)
    for pk, *place in rows.values_list("challenge", *(f"territory__{name}" for name in ABOVE)):
        found[str(pk)].append(tuple(place))
    return found


def _inside(places: Iterable[tuple], units: list[Territory]) -> frozenset[str]:
    """Keep the units that contain one of the places, or that one of the places contains."""
    around = [(place[0], set(place) - {None}) for place in places]
    return frozenset(
        str(unit.pk)
        for unit in units
        for place, above in around
        if unit.pk in above or place in _above(unit)
    )


def _above(unit: Territory) -> set[int | None]:
    return {unit.pk, unit.commune_id, unit.epci_id, unit.departement_id, unit.region_id}
