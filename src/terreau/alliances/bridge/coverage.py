"""Members, domains and territories as the engine's cube, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from terreau.actors.enums import ActorWorld
from terreau.actors.models import Organisation
from terreau.alliances.enums import ChallengePosition
from terreau.alliances.models import Alliance, Challenge, ChallengeStance, Membership
from terreau.territories.models import Territory
from terreau_engine.coverage import Actor, Coverage, Cut, SharedChallenge, cover

SIX_WORLDS = tuple(world.value for world in ActorWorld if world != ActorWorld.INHABITANT)
_ABOVE = ("pk", "commune", "epci", "departement", "region")
_DOMAIN = ("pk", "name", "position")


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
    members = Membership.objects.current().filter(alliance=alliance, organisation__isnull=False)
    organisations = list(
        members.order_by("organisation__name", "pk").values_list(
            "organisation",
            "organisation__name",
            "organisation__world",
            *(f"organisation__place__{name}" for name in _ABOVE),
        )
    )
    told: dict[str, tuple[int, str]] = {}
    engaged, by_challenge = _declared(members, told), _shared(alliance, told)
    carried = _carried(alliance, by_challenge)
    for organisation, key in carried:
        engaged[organisation].add(key)
    units = list(alliance.perimeter.all()) if with_territories else []
    acting = _acting(members, organisations, units) if units else {}
    return CoverageRows(
        actors=tuple(
            Actor(str(pk), world, frozenset(engaged[str(pk)]), acting.get(pk))
            for pk, _name, world, *_place in organisations
        ),
        challenges=_challenges(alliance, by_challenge, units),
        names={str(pk): name for pk, name, *_others in organisations},
        carried=carried,
        domains={key: name for key, (_rank, name) in sorted(told.items(), key=lambda x: x[1])},
        units={str(unit.pk): unit.name for unit in units},
    )


def _declared(members, told: dict[str, tuple[int, str]]) -> dict[str, set[str]]:
    rows = Organisation.domains.through.objects.filter(
        organisation__in=members.values("organisation")
    )
    pairs = rows.values_list("organisation", *(f"actiondomain__{name}" for name in _DOMAIN))
    return _gather(pairs, told)


def _shared(alliance: Alliance, told: dict[str, tuple[int, str]]) -> dict[str, set[str]]:
    rows = Challenge.domains.through.objects.filter(challenge__alliance=alliance)
    pairs = rows.values_list("challenge", *(f"actiondomain__{name}" for name in _DOMAIN))
    return _gather(pairs, told)


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


def _carried(alliance: Alliance, by_challenge: dict[str, set[str]]) -> frozenset[tuple[str, str]]:
    stances = ChallengeStance.objects.filter(
        challenge__alliance=alliance,
        position=ChallengePosition.CARRIES,
        membership__left_on=None,
        membership__organisation__isnull=False,
    ).values_list("membership__organisation", "challenge")
    return frozenset(
        (str(organisation), key)
        for organisation, challenge in stances
        for key in by_challenge.get(str(challenge), ())
    )


def _acting(members, organisations: list[tuple], units: list[Territory]) -> dict:
    """Say on which units each organisation acts; one without a known place is left out."""
    rows = Organisation.perimeter.through.objects.filter(
        organisation__in=members.values("organisation")
    ).values_list("organisation", *(f"territory__{name}" for name in _ABOVE))
    places: dict[int, list[tuple]] = defaultdict(list)
    for pk, *place in rows:
        places[pk].append(tuple(place))
    for pk, _name, _world, *place in organisations:
        if pk not in places and place[0] is not None:
            places[pk].append(tuple(place))
    return {pk: _inside(found, units) for pk, found in places.items()}


def _where(alliance: Alliance) -> dict[str, list[tuple]]:
    found: dict[str, list[tuple]] = defaultdict(list)
    rows = Challenge.territories.through.objects.filter(challenge__alliance=alliance)
    for pk, *place in rows.values_list("challenge", *(f"territory__{name}" for name in _ABOVE)):
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
