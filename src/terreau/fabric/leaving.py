"""« Et si elle s’arrêtait ? »: what the departure of one organisation would take away."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_number, format_percent
from terreau.fabric.bridge.departures import Departure, leave
from terreau.fabric.networks import Network, Node, restricted
from terreau.fabric.summaries import KeyFigure
from terreau.fabric.words import links_words, organisations_words

# Above, only the surroundings of the one who leaves are drawn.
MOST_DRAWN = 160


@dataclass(frozen=True)
class Leaving:
    """What one departure would leave; ties and orphans first, then the largest piece."""

    node: Node
    figures: Sequence[KeyFigure]
    orphans: Sequence[Node]
    cut_off: Sequence[Node]
    partners: Sequence[Node]
    before: Network
    after: Network
    lost: frozenset[int]
    is_partial: bool


def tell_leaving(network: Network, uuid: str) -> Leaving:
    """Tell what would be lost without this organisation, which is one of the network."""
    departure = leave(network, [uuid])
    place = network.places[uuid]
    shown = _surroundings(network, place)
    chosen = shown.places[uuid]
    known = {node.uuid: node for node in network.nodes}
    return Leaving(
        network.nodes[place],
        _figures(network, departure),
        [known[name] for name in departure.orphans],
        [known[name] for name in departure.cut_off],
        [network.nodes[one] for one in network.neighbours[place]],
        shown,
        restricted(shown, [node.uuid != uuid for node in shown.nodes]),
        frozenset(
            rank for rank, link in enumerate(shown.links) if chosen in (link.first, link.second)
        ),
        len(shown.nodes) < len(network.nodes) - network.alone,
    )


def _surroundings(network: Network, place: int) -> Network:
    """Keep whoever is linked, or who stands within two steps when they are too many."""
    linked = [bool(degree) or one == place for one, degree in enumerate(network.degrees)]
    if sum(linked) <= MOST_DRAWN:
        return restricted(network, linked)
    near = {place, *network.neighbours[place]}
    further = [other for one in sorted(near) for other in network.neighbours[one]]
    for other in further:
        if len(near) >= MOST_DRAWN:
            break
        near.add(other)
    return restricted(network, [one in near for one in range(len(network.nodes))])


def _figures(network: Network, departure: Departure) -> list[KeyFigure]:
    size = len(network.nodes)
    return [
        KeyFigure(
            format_percent(departure.tie_loss),
            _("des liens disparaîtraient"),
            _("%(lost)s sur %(all)s")
            % {"lost": format_number(departure.ties_lost), "all": links_words(departure.ties)},
        ),
        KeyFigure(
            format_number(len(departure.orphans)),
            ngettext(
                "organisation n’aurait plus aucun lien",
                "organisations n’auraient plus aucun lien",
                len(departure.orphans),
            ),
            _("parmi %(all)s, sans compter celle qui s’arrête")
            % {"all": organisations_words(size - 1)},
        ),
        KeyFigure(
            format_number(departure.largest_after),
            _("organisations resteraient dans le plus grand ensemble"),
            _("il en réunit %(before)s aujourd’hui, celle-ci comprise")
            % {"before": format_number(departure.largest_before)},
        ),
    ]
