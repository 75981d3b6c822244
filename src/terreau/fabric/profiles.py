"""What the sheets of a network say that may make a meeting worth it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import CharField, FloatField, QuerySet, Value
from django.db.models.functions import Coalesce

from terreau.actors.enums import ResourceDirection, ResourceNature
from terreau.actors.folding import fold
from terreau.actors.models import Organisation, Resource
from terreau.fabric.bridge.meetings import Profile
from terreau.fabric.networks import Network

SEAT, DOMAIN = "seat", "domain"
WORD_LENGTH = 4
WORD_WEIGHT = 0.5
Weights = dict[str, float]


@dataclass
class _Sheet:
    """What one organisation says of itself."""

    territory: str = ""
    point: tuple[float, float] | None = None
    domains: set[str] = field(default_factory=set)
    needs: Weights = field(default_factory=dict)
    offers: Weights = field(default_factory=dict)


def profiles_of(
    network: Network, loads: Mapping[int, int], *, today: datetime.date
) -> tuple[list[Profile], dict[str, str]]:
    """Read the profiles of the organisations, and the words that name what they share."""
    words: dict[str, str] = {}
    sheets = {node.key: _Sheet() for node in network.nodes}
    for key, kind, code, label, lon, lat in sorted(_lines(sheets, today), key=_rank):
        if kind == SEAT:
            sheets[key].territory = label
            sheets[key].point = None if lon is None or lat is None else (lon, lat)
        elif kind == DOMAIN:
            sheets[key].domains.add(code)
            words[code] = label
        else:
            _note(sheets[key], kind, code, label, words)
    profiles = [
        Profile(
            node.uuid,
            node.world,
            frozenset(sheets[node.key].domains),
            sheets[node.key].needs,
            sheets[node.key].offers,
            sheets[node.key].point,
            sheets[node.key].territory,
            float(loads.get(node.key, 0)),
        )
        for node in network.nodes
    ]
    return profiles, words


def _rank(line: tuple) -> tuple:
    return line[:4]


def _lines(keys: Iterable[int], today: datetime.date) -> QuerySet:
    """Each line of the sheets as (organisation, kind, code, label, longitude, latitude)."""
    keys = list(keys)
    seats = Organisation.objects.filter(pk__in=keys)
    domains = Organisation.domains.through.objects.filter(organisation__in=keys)
    resources = Resource.objects.filter(organisation__in=keys).open_on(today)
    nowhere = Value(None, FloatField())
    return _told(
        seats,
        "pk",
        Value(SEAT, CharField()),
        Value("", CharField()),
        Coalesce("place__epci__name", Value("")),
        "place__lon",
        "place__lat",
    ).union(
        _told(
            domains,
            "organisation_id",
            Value(DOMAIN, CharField()),
            "actiondomain__code",
            "actiondomain__name",
            nowhere,
            nowhere,
        ),
        _told(resources, "organisation_id", "direction", "nature", "title", nowhere, nowhere),
        all=True,
    )


def _told(rows: QuerySet, *columns) -> QuerySet:
    return rows.order_by().values_list(*columns)


def _note(sheet: _Sheet, direction: str, nature: str, title: str, words: dict[str, str]) -> None:
    """The nature of each line counts, and the long words of its title a little."""
    mine = sheet.offers if direction == ResourceDirection.OFFER else sheet.needs
    mine[nature] = 1.0
    words[nature] = str(ResourceNature(nature).label)
    for word in fold(title).split():
        if len(word) >= WORD_LENGTH:
            mine.setdefault(word, WORD_WEIGHT)
            words.setdefault(word, f"« {word} »")
