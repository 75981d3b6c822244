"""Read waves, and set two of them side by side: what came, what went, up and down alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.core.formats import format_number, format_percent
from terreau.fabric.bridge.changes import WaveChange, compare
from terreau.fabric.gathering import MOST_KEYS
from terreau.fabric.models import NetworkWave
from terreau.fabric.networks import Link, Network, Node, restored
from terreau.fabric.scopes import NOBODY

SHOWN = 40


@dataclass(frozen=True)
class FigureChange:
    """One figure in both waves; the arrow says the way it went, never whether it is good."""

    label: str
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class Comparison:
    """What two waves say of one another."""

    figures: Sequence[FigureChange]
    arrived: Sequence[Node]
    left: Sequence[Node]
    gained: Sequence[tuple[Node, Node]]
    lost: Sequence[tuple[Node, Node]]
    gained_count: int
    lost_count: int
    kept_count: int


def read_wave(wave: NetworkWave) -> Network:
    """Read the network of a wave, with the sheets that still stand.

    In a wave of a territory, which everybody reads, an organisation that is no longer public loses
    its name.
    """
    network = restored(wave.network, _keys([uuid for uuid, _n, _w in wave.network["nodes"]], wave))
    if wave.alliance_id:
        return network
    hidden = _("organisation non publique")
    nodes = tuple(
        node if node.key else Node(0, node.uuid, hidden, node.world) for node in network.nodes
    )
    return Network(nodes, network.links)


def _keys(uuids: Sequence[str], wave: NetworkWave) -> dict[str, int]:
    standing = Organisation.objects.filter(merged_into=None)
    if not wave.alliance_id:
        standing = standing.visible_to(NOBODY)
    if len(uuids) <= MOST_KEYS:
        standing = standing.filter(uuid__in=uuids)
    return {str(uuid): key for uuid, key in standing.order_by().values_list("uuid", "pk")}


def compare_two(
    earlier: NetworkWave, later: NetworkWave, networks: tuple[Network, Network]
) -> Comparison:
    """Set two waves side by side; sheets merged since are one organisation in both."""
    before, after = _folded(networks[0]), _folded(networks[1])
    change = compare(before, after)
    known = {node.uuid: node for node in (*before.nodes, *after.nodes)}
    return Comparison(
        [*_figures(earlier.figures, later.figures), *_densities(change)],
        [known[name] for name in change.arrived],
        [known[name] for name in change.left],
        [(known[first], known[second]) for first, second in change.gained[:SHOWN]],
        [(known[first], known[second]) for first, second in change.lost[:SHOWN]],
        len(change.gained),
        len(change.lost),
        change.kept,
    )


def _folded(network: Network) -> Network:
    """Give to a sheet that was merged the place of the one that answers for it."""
    gone = [node.uuid for node in network.nodes if not node.key]
    if not gone:
        return network
    rows = Organisation.objects.filter(merged_into__isnull=False)
    rows = rows.filter(uuid__in=gone) if len(gone) <= MOST_KEYS else rows
    merged = {
        str(old): str(new) for old, new in rows.order_by().values_list("uuid", "merged_into__uuid")
    }
    if not merged:
        return network
    names = [merged.get(node.uuid, node.uuid) for node in network.nodes]
    nodes: dict[str, Node] = {}
    for name, node in sorted(zip(names, network.nodes, strict=True), key=lambda one: one[0]):
        if name not in nodes or node.uuid == name:
            nodes[name] = Node(node.key, name, node.name, node.world)
    order = {name: place for place, name in enumerate(nodes)}
    links: dict[tuple[int, int], Link] = {}
    for link in network.links:
        pair = tuple(sorted((order[names[link.first]], order[names[link.second]])))
        if pair[0] != pair[1]:
            links[pair] = Link(*pair, link.weight, link.kinds)
    return Network(tuple(nodes.values()), tuple(links.values()))


def _figures(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FigureChange]:
    """Read the figures kept that day; each is told whichever way it went."""
    pairs = (
        (_("organisations"), before["organisations"], after["organisations"], _count),
        (_("organisations sans lien"), before["alone"], after["alone"], _count),
        (_("liens"), before["links"], after["links"], _count),
        (_("densité"), before["density"], after["density"], _share),
        (_("liens par organisation"), before["mean_degree"], after["mean_degree"], _decimal),
        (_("centralisation"), before["centralisation"], after["centralisation"], _share),
        (_("indice E-I entre mondes"), before["mixing"]["ei"], after["mixing"]["ei"], _decimal),
        (
            _("liens perdus si les trois plus reliées partaient"),
            _third(before),
            _third(after),
            _share,
        ),
    )
    return [
        FigureChange(label, write(old), write(new), _change(old, new, write))
        for label, old, new, write in pairs
    ]


def _densities(change: WaveChange) -> list[FigureChange]:
    old, new = change.density_of_common
    label = _("densité entre les organisations présentes aux deux vagues")
    return [FigureChange(label, _share(old), _share(new), _change(old, new, _share))]


def _third(figures: Mapping[str, Any]) -> float | None:
    few = min(3, figures["organisations"])
    return {point[0]: point[1] for point in figures["robustness"]["points"]}.get(few)


def _change(old: float | None, new: float | None, write: Any) -> str:
    if old is None or new is None:
        return _("inconnu")
    if abs(new - old) < 1e-9:
        return _("inchangé")
    arrow = "↗" if new > old else "↘"
    if write is _share:
        points = format_number(abs(new - old) * 100, 1)
        return f"{arrow} " + _("%(points)s points") % {"points": points}
    return f"{arrow} {write(abs(new - old))}"


def _count(value: float | None) -> str:
    return format_number(value)


def _decimal(value: float | None) -> str:
    return format_number(value, 2)


def _share(value: float | None) -> str:
    return format_percent(value, 1)
