"""Say the figures of a network in plain French, each with its base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_number, format_percent
from terreau.core.pictures.scales import heat_class
from terreau.core.worlds_look import world_look
from terreau.fabric.networks import Node
from terreau.fabric.summaries import KeyFigure
from terreau.fabric.words import group_name, links_words, organisations_words

Nodes = Mapping[str, Node]
# Below this agreement between several divisions, the groups are said to be unsure.
FIRM = 0.8


@dataclass(frozen=True)
class MixingRow:
    """The links of one world with each world."""

    world: str
    cells: tuple[tuple[str, str, str], ...]  # text, class of intensity, against chance


@dataclass(frozen=True)
class GroupRow:
    """One community: its name and its members."""

    name: str
    members: Sequence[Node]


@dataclass(frozen=True)
class BrokerRow:
    """One organisation by which others are linked."""

    node: Node
    links: str
    open_contacts: str
    constraint: str
    brokered: str


@dataclass(frozen=True)
class Reading:
    """All the figures of one network, as the page tells them."""

    whole: Sequence[KeyFigure]
    shape: Sequence[KeyFigure]
    crossing: Sequence[KeyFigure]
    mixing_worlds: Sequence[str]
    mixing: Sequence[MixingRow]
    brokers: Sequence[BrokerRow]
    groups: Sequence[GroupRow]
    groups_said: str
    core: Sequence[Node]
    core_depth: int
    bridges: Sequence[tuple[Node, Node]]
    cut_points: Sequence[Node]
    curve: Sequence[tuple[str, str, str, str]]
    robust_said: str


def read_figures(told: Mapping[str, Any], nodes: Nodes) -> Reading:
    """Read the figures of `compute_figures`; `nodes` gives the organisations by uuid."""
    mixing = told["mixing"]
    groups = told["groups"]
    return Reading(
        _whole(told),
        _shape(told),
        _crossing(told),
        [str(world_look(world).word) for world in mixing["worlds"]],
        _mixing(mixing),
        [_broker(row, nodes) for row in told["brokers"] if row["uuid"] in nodes],
        [
            GroupRow(group_name(rank), _known(members, nodes))
            for rank, members in enumerate(groups["members"])
        ],
        _groups_said(groups),
        _known(told["core"]["members"], nodes),
        told["core"]["depth"],
        [
            (nodes[first], nodes[second])
            for first, second in told["bridges"]
            if first in nodes and second in nodes
        ],
        _known(told["cut_points"], nodes),
        [_point(point) for point in told["robustness"]["points"]],
        _robust_said(told, nodes),
    )


def _known(names: Sequence[str], nodes: Nodes) -> list[Node]:
    return [nodes[name] for name in names if name in nodes]


def _whole(told: Mapping[str, Any]) -> list[KeyFigure]:
    size, links, possible = told["organisations"], told["links"], told["possible"]
    return [
        KeyFigure(
            format_percent(told["density"], 1),
            _("densité"),
            _("%(links)s sur %(possible)s possibles entre %(all)s")
            % {
                "links": links_words(links),
                "possible": format_number(possible),
                "all": organisations_words(size),
            },
        ),
        KeyFigure(
            format_number(told["mean_degree"], 1),
            _("liens par organisation, en moyenne"),
            _("base : %(all)s, celles sans lien comprises") % {"all": organisations_words(size)},
        ),
        KeyFigure(
            format_number(len(told["pieces"])),
            ngettext("ensemble d’un seul tenant", "ensembles séparés", len(told["pieces"])),
            _("sans compter %(alone)s sans lien") % {"alone": organisations_words(told["alone"])},
        ),
    ]


def _shape(told: Mapping[str, Any]) -> list[KeyFigure]:
    return [
        KeyFigure(
            format_percent(told["centralisation"]),
            _("centralisation"),
            _("0 % quand toutes ont autant de liens, 100 % quand tout passe par une seule"),
        ),
        KeyFigure(
            format_percent(told["transitivity"]),
            _("triangles refermés"),
            _("part des paires qui ont un partenaire commun et sont elles-mêmes reliées"),
        ),
    ]


def _crossing(told: Mapping[str, Any]) -> list[KeyFigure]:
    mixing = told["mixing"]
    base = mixing["internal"] + mixing["external"]
    effective = told["worlds"]["effective"]
    return [
        KeyFigure(
            format_percent(mixing["external"] / base) if base else _("inconnu"),
            _("liens entre deux mondes"),
            _("%(count)s sur %(all)s")
            % {"count": format_number(mixing["external"]), "all": links_words(base)},
        ),
        KeyFigure(
            format_number(mixing["ei"], 2),
            _("indice E-I"),
            _("de −1 (chacun reste dans son monde) à +1 (tout lien en sort) ; au hasard : %(ei)s")
            % {"ei": format_number(mixing["ei_expected"], 2)},
        ),
        KeyFigure(
            format_number(effective, 1),
            _("mondes, à parts égales"),
            _("pluralité effective de %(all)s : comme si ce nombre de mondes se les partageait")
            % {"all": organisations_words(told["organisations"])},
        ),
    ]


def _mixing(mixing: Mapping[str, Any]) -> list[MixingRow]:
    most = max((cell for row in mixing["ties"] for cell in row), default=0)
    rows = []
    for place, world in enumerate(mixing["worlds"]):
        cells = tuple(
            (format_number(count), heat_class(count, most), _against_chance(ratio))
            for count, ratio in zip(mixing["ties"][place], mixing["ratio"][place], strict=True)
        )
        rows.append(MixingRow(str(world_look(world).word), cells))
    return rows


def _against_chance(ratio: float | None) -> str:
    if ratio is None:
        return ""
    if ratio >= 1.25:
        return _("plus que le hasard")
    return _("moins que le hasard") if ratio <= 0.8 else _("comme au hasard")


def _broker(row: Mapping[str, Any], nodes: Nodes) -> BrokerRow:
    return BrokerRow(
        nodes[row["uuid"]],
        format_number(row["links"]),
        format_number(row["open"], 1),
        format_number(row["constraint"], 2),
        format_number(row["brokered"]),
    )


def _groups_said(groups: Mapping[str, Any]) -> str:
    agreement = groups["agreement"]
    if agreement is None or not groups["members"]:
        return _("Il n’y a pas assez de liens pour y voir des groupes.")
    words = {
        "agreement": format_number(agreement, 2),
        "modularity": format_number(groups["modularity"], 2),
    }
    if agreement >= FIRM:
        return (
            _(
                "Ces groupes tiennent : cinq découpages indépendants se ressemblent à "
                "%(agreement)s (1 = identiques). Modularité : %(modularity)s."
            )
            % words
        )
    return (
        _(
            "Ces groupes sont incertains : cinq découpages indépendants ne se ressemblent qu’à "
            "%(agreement)s (1 = identiques). Lisez-les comme une hypothèse. Modularité : "
            "%(modularity)s."
        )
        % words
    )


def _point(point: Sequence[Any]) -> tuple[str, str, str, str]:
    gone, loss, orphans, largest = point
    return (
        format_number(gone),
        format_percent(loss),
        format_percent(orphans),
        format_percent(largest),
    )


def _robust_said(told: Mapping[str, Any], nodes: Nodes) -> str:
    points = {point[0]: point for point in told["robustness"]["points"]}
    few = min(3, told["organisations"])
    names = [nodes[name].name for name in told["robustness"]["order"] if name in nodes]
    loss, orphans = points[few][1], points[few][2]
    return _(
        "Si les %(few)s plus reliées s’arrêtaient (%(names)s), %(loss)s des liens "
        "disparaîtraient et %(orphans)s des organisations n’en auraient plus aucun."
    ) % {
        "few": format_number(few),
        "names": ", ".join(names),
        "loss": format_percent(loss),
        "orphans": format_percent(orphans),
    }
