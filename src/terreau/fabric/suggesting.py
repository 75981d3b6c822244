"""« Qui devrait se rencontrer ? »: two lists, each pair once, with its reasons in words."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.actors.enums import ResourceNature
from terreau.core.formats import format_number
from terreau.core.worlds_look import world_look
from terreau.fabric.acts import days_before, loads_of
from terreau.fabric.bridge.meetings import Suggestion, suggest
from terreau.fabric.gathering import read_threads, weave
from terreau.fabric.models import Introduction
from terreau.fabric.networks import Node
from terreau.fabric.profiles import profiles_of
from terreau.fabric.scopes import Scope
from terreau.fabric.words import links_words, name_list

SHOWN = 8
# Nobody is asked more than this in one list: who carries much already is not asked by all.
MOST_OFTEN = 2
LOAD_MONTHS = 12


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


def suggest_pairs(
    scope: Scope, told: Iterable[Introduction], *, today: datetime.date
) -> Suggestions:
    """Suggest meetings in the network of an alliance, but to those who met or were told of it.

    Who knows whom is read with what the reader may not see: nobody is suggested a partner.
    """
    threads = read_threads(scope, is_inside=True, with_hidden=True)
    network = weave(threads, on=today)
    by_key = {node.key: node for node in network.nodes}
    loads = loads_of(scope.alliance, since=days_before(today, LOAD_MONTHS), today=today).counts
    profiles, words = profiles_of(network, loads, today=today)
    known = threads.known_before(today + datetime.timedelta(days=1)) | _told(told)
    pairs = [
        (by_key[first].uuid, by_key[second].uuid)
        for first, second in sorted(known)
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


def _told(rows: Iterable[Introduction]) -> set[tuple[int, int]]:
    """The pairs that already received an answer; a merger may have turned one round."""
    return {(min(pair), max(pair)) for pair in ((one.first_id, one.second_id) for one in rows)}


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


SUBJECTS = ("domains", "around")  # reasons told by the names of action domains, which have English


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
    named = natures or [words.get(word, word) for word in details]
    said = name_list([_(name) for name in named] if code in SUBJECTS else named, 3)
    first, second = pair
    told = {
        **_said_of_ties(details, pair, nodes),
        "domains": _("Elles agissent sur les mêmes sujets : %(said)s.") % {"said": said},
        "around": _("Autour d’elles, on agit sur les mêmes sujets : %(said)s.") % {"said": said},
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


def _said_of_ties(
    details: Sequence[str], pair: tuple[Node, Node], nodes: Mapping[str, Node]
) -> dict[str, str]:
    """Say the reasons that stand on who is linked with whom."""
    said = name_list([nodes[one].name for one in details if one in nodes], 3)
    counts = [
        f"{node.name} ({links_words(int(count))})"
        for node, count in zip(pair, details, strict=False)
        if count.isdigit() and count != "0"
    ]
    return {
        "shared": _("Elles ont des partenaires en commun : %(said)s.") % {"said": said},
        "close": _("Des liens forts les rapprochent, par %(said)s.") % {"said": said},
        "chain": _("Une chaîne de partenaires mène de l’une à l’autre : %(said)s.")
        % {"said": said},
        "accustomed": _("L’une travaille déjà avec le monde de l’autre : %(said)s.")
        % {"said": name_list(counts, 2)},
    }
