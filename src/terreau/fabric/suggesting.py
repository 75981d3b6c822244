"""« Qui devrait se rencontrer ? »: two lists, each pair once, with its reasons in words."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.actors.enums import ResourceDirection, ResourceNature
from terreau.actors.folding import fold
from terreau.actors.models import ActionDomain, Organisation, Resource
from terreau.alliances.models import Alliance
from terreau.core.formats import format_number
from terreau.core.worlds_look import world_look
from terreau.events.meetings import known_pairs
from terreau.fabric.acts import days_before, loads_of
from terreau.fabric.bridge.meetings import Profile, Suggestion, suggest
from terreau.fabric.models import Introduction
from terreau.fabric.networks import Network, Node
from terreau.fabric.words import links_words, name_list

SHOWN = 8
# Nobody is asked more than this in one list: who carries much already is not asked by all.
MOST_OFTEN = 2
LOAD_MONTHS = 12
WORD_LENGTH = 4
WORD_WEIGHT = 0.5


@dataclass(frozen=True)
class Pairing:
    """Two organisations that could meet, and why."""

    first: Node
    second: Node
    reasons: tuple[str, ...]
    beside: str


@dataclass(frozen=True)
class Suggestions:
    """Both lists, and how many organisations they call upon."""

    near: Sequence[Pairing]
    beyond: Sequence[Pairing]
    called_upon: int
    base: int
    busiest_load: int


def suggest_pairs(alliance: Alliance, network: Network, *, today: datetime.date) -> Suggestions:
    """Suggest meetings between the organisations of an alliance's network."""
    keys = [node.key for node in network.nodes]
    by_key = {node.key: node for node in network.nodes}
    loads = loads_of(alliance, since=days_before(today, LOAD_MONTHS), today=today).counts
    words: dict[str, str] = {}
    profiles = _profiles(network, loads, words, today)
    known = {*known_pairs(keys, today + datetime.timedelta(days=1)), *_settled(alliance)}
    pairs = [
        (by_key[first].uuid, by_key[second].uuid)
        for first, second in known
        if first in by_key and second in by_key
    ]
    found = suggest(profiles, network, pairs)
    nodes = {node.uuid: node for node in network.nodes}
    near, beyond = (_pairings(rows, nodes, words) for rows in (found.near, found.beyond))
    called = {node.uuid for one in (*near, *beyond) for node in (one.first, one.second)}
    return Suggestions(near, beyond, len(called), len(nodes), _most_called(near, beyond))


def _most_called(*lists: Iterable[Pairing]) -> int:
    counts = Counter(
        node.uuid for rows in lists for one in rows for node in (one.first, one.second)
    )
    return max(counts.values(), default=0)


def _settled(alliance: Alliance) -> set[tuple[int, int]]:
    """The pairs that already received an answer; a merger may have turned one round."""
    rows = Introduction.objects.filter(alliance=alliance).order_by("pk")
    return {(min(pair), max(pair)) for pair in rows.values_list("first", "second")}


def _profiles(
    network: Network, loads: Mapping[int, int], words: dict[str, str], today: datetime.date
) -> list[Profile]:
    keys = [node.key for node in network.nodes]
    rows = Organisation.objects.filter(pk__in=keys)
    seats = {
        key: (lon, lat, epci)
        for key, lon, lat, epci in rows.values_list(
            "pk", "place__lon", "place__lat", "place__epci__name"
        )
    }
    domains: dict[int, set[str]] = {}
    links = ActionDomain.objects.filter(organisations__in=keys).order_by("pk")
    for code, name, key in links.values_list("code", "name", "organisations"):
        domains.setdefault(key, set()).add(code)
        words[code] = name
    needs, offers = _exchanges(keys, words, today)
    return [
        Profile(
            node.uuid,
            node.world,
            frozenset(domains.get(node.key, ())),
            needs.get(node.key, {}),
            offers.get(node.key, {}),
            _point(seats.get(node.key)),
            (seats.get(node.key) or ("", "", ""))[2] or "",
            float(loads.get(node.key, 0)),
        )
        for node in network.nodes
    ]


def _point(seat: tuple | None) -> tuple[float, float] | None:
    if seat is None or seat[0] is None or seat[1] is None:
        return None
    return (seat[0], seat[1])


def _exchanges(
    keys: list[int], words: dict[str, str], today: datetime.date
) -> tuple[dict[int, dict[str, float]], dict[int, dict[str, float]]]:
    """The nature of each line counts, and the long words of its title a little."""
    needs: dict[int, dict[str, float]] = {}
    offers: dict[int, dict[str, float]] = {}
    lines = Resource.objects.filter(organisation__in=keys).open_on(today).order_by("pk")
    told = lines.values_list("organisation", "direction", "nature", "title")
    for key, direction, nature, title in told:
        side = offers if direction == ResourceDirection.OFFER else needs
        mine = side.setdefault(key, {})
        mine[nature] = 1.0
        words[nature] = str(ResourceNature(nature).label)
        for word in fold(title).split():
            if len(word) >= WORD_LENGTH:
                mine.setdefault(word, WORD_WEIGHT)
                words.setdefault(word, f"« {word} »")
    return needs, offers


def _pairings(
    rows: Sequence[Suggestion], nodes: Mapping[str, Node], words: Mapping[str, str]
) -> list[Pairing]:
    """Keep each pair once and spare those who would be asked by everybody."""
    kept: list[Pairing] = []
    met: set[frozenset[str]] = set()
    times: Counter[str] = Counter()
    for one in rows:
        pair = frozenset((one.first, one.second))
        if pair in met or max(times[one.first], times[one.second]) >= MOST_OFTEN:
            continue
        met.add(pair)
        times.update(pair)
        kept.append(_pairing(one, nodes, words))
        if len(kept) == SHOWN:
            break
    return kept


def _pairing(one: Suggestion, nodes: Mapping[str, Node], words: Mapping[str, str]) -> Pairing:
    first, second = nodes[one.first], nodes[one.second]
    reasons = tuple(
        _reason(reason.code, reason.details, (first, second), nodes, words)
        for reason in one.reasons
    )
    away = (
        _("aucun chemin ne les relie aujourd’hui")
        if one.distance is None
        else _("à %(steps)s pas l’une de l’autre") % {"steps": format_number(one.distance)}
    )
    beside = _("%(away)s · %(second)s a %(links)s") % {
        "away": away,
        "second": second.name,
        "links": links_words(one.popularity),
    }
    return Pairing(first, second, reasons, beside)


def _reason(
    code: str,
    details: Sequence[str],
    pair: tuple[Node, Node],
    nodes: Mapping[str, Node],
    words: Mapping[str, str],
) -> str:
    natures = [words[word] for word in details if word in ResourceNature.values]
    said = name_list(natures or [words.get(word, word) for word in details], 3)
    first, second = pair
    told = {
        "shared": _("Elles ont des partenaires en commun : %(said)s.")
        % {"said": name_list([nodes[one].name for one in details if one in nodes], 3)},
        "domains": _("Elles agissent sur les mêmes sujets : %(said)s.") % {"said": said},
        "territory": _("Elles sont du même territoire : %(said)s.") % {"said": said},
        "nearness": _("Elles sont proches : %(said)s km.") % {"said": said},
        "other_world": _("Elles viennent de deux mondes : %(one)s et %(other)s.")
        % {"one": world_look(first.world).word, "other": world_look(second.world).word},
        "my_need": _("%(first)s cherche ce que %(second)s propose : %(said)s.")
        % {"first": first.name, "second": second.name, "said": said},
        "your_need": _("%(second)s cherche ce que %(first)s propose : %(said)s.")
        % {"first": first.name, "second": second.name, "said": said},
    }
    return told[code]
