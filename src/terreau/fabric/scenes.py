"""Turn a network into what is drawn: each organisation, or the groups when they are too many."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_number
from terreau.core.pictures import PictureTable
from terreau.core.worlds_look import world_look
from terreau.fabric.bridge.layouts import Places
from terreau.fabric.enums import TieKind
from terreau.fabric.keeping import places_of
from terreau.fabric.networks import Link, Network, Node, linked_only
from terreau.fabric.pictures.web import Scene, Spot, Thread
from terreau.fabric.words import KIND_NAMES, group_name, links_words, organisations_words

# A table says it all up to here; beyond, the export does.
MOST_ROWS = 300
# Above, the picture opens on the groups.
MOST_SPOTS = 160

Address = Callable[[Node], str]


def web_scene(
    network: Network,
    previous: Places,
    *,
    title: str,
    address: Address,
    chosen: str = "",
    lost: frozenset[int] = frozenset(),
) -> Scene:
    """Draw every linked organisation; those without a link are told below the picture.

    `lost` are the places (in the links) of the links that would go with who leaves.
    """
    whole = network if chosen else linked_only(network)
    places = places_of(whole, previous)
    spots = [
        Spot(
            node.name,
            _told(node, degree),
            places[node.uuid][0],
            # The plane of the layout has its top above.
            -places[node.uuid][1],
            strength,
            node.world,
            address(node),
            node.uuid == chosen,
        )
        for node, degree, strength in zip(whole.nodes, whole.degrees, whole.strengths, strict=True)
    ]
    threads = [
        Thread(link.first, link.second, link.weight, link.kind, rank in lost)
        for rank, link in enumerate(whole.links)
    ]
    return Scene(spots, threads, title, _description(whole), _table(network, title), _note(network))


def _told(node: Node, degree: int) -> str:
    return f"{world_look(node.world).word}, {links_words(degree)}"


def _description(network: Network) -> str:
    strongest = sorted(zip(network.degrees, network.nodes, strict=True), key=lambda one: -one[0])
    names = ", ".join(node.name for _degree, node in strongest[:3])
    return _(
        "Chaque forme est une organisation, sa forme et sa couleur disent son monde, sa taille la "
        "force de ses liens. %(organisations)s et %(links)s. Les plus reliées : %(names)s. Seule "
        "la proximité se lit : ni le haut, ni le bas, ni les distances exactes ne disent rien."
    ) % {
        "organisations": organisations_words(len(network.nodes)),
        "links": links_words(len(network.links)),
        "names": names,
    }


def _note(network: Network) -> str:
    said = _("Base : %(organisations)s, %(links)s.") % {
        "organisations": organisations_words(len(network.nodes)),
        "links": links_words(len(network.links)),
    }
    if network.alone:
        said += " " + ngettext(
            "%(count)s organisation n’a aucun lien noté : elle n’est pas dessinée, elle est dans "
            "le tableau.",
            "%(count)s organisations n’ont aucun lien noté : elles ne sont pas dessinées, elles "
            "sont dans le tableau.",
            network.alone,
        ) % {"count": format_number(network.alone)}
    return said


def _table(network: Network, title: str) -> PictureTable:
    order = sorted(range(len(network.nodes)), key=lambda place: -network.degrees[place])
    kinds: list[Counter[str]] = [Counter() for _node in network.nodes]
    for link in network.links:
        for place in (link.first, link.second):
            kinds[place].update(link.kinds.keys())
    rows = tuple(
        (
            network.nodes[place].name,
            str(world_look(network.nodes[place].world).word),
            format_number(network.degrees[place]),
            " · ".join(
                f"{KIND_NAMES[kind]} : {format_number(count)}"
                for kind, count in sorted(kinds[place].items(), key=lambda one: -one[1])
            ),
        )
        for place in order[:MOST_ROWS]
    )
    caption = title
    if len(order) > MOST_ROWS:
        caption = _(
            "%(title)s : les %(shown)s plus reliées sur %(all)s ; l’export les a toutes"
        ) % {
            "title": title,
            "shown": format_number(MOST_ROWS),
            "all": format_number(len(order)),
        }
    headers = (_("Organisation"), _("Monde"), _("Liens"), _("Par nature"))
    return PictureTable(caption, headers, rows)


@dataclass(frozen=True)
class _Grouped:
    """Groups by size, the links between two of them and inside each."""

    sizes: Counter[int]
    between: Counter[tuple[int, int]]
    inside: Counter[int]

    @property
    def order(self) -> list[int]:
        return [group for group, _size in self.sizes.most_common()]


def _grouped(network: Network, groups: Sequence[int]) -> _Grouped:
    found = _Grouped(Counter(groups), Counter(), Counter())
    for link in network.links:
        first, second = sorted((groups[link.first], groups[link.second]))
        if first == second:
            found.inside[first] += 1
        else:
            found.between[first, second] += 1
    return found


def groups_scene(
    network: Network,
    groups: Sequence[int],
    names: Mapping[int, str],
    *,
    title: str,
    address: Callable[[int], str],
) -> Scene:
    """Draw groups of organisations instead of the organisations: each opens its own picture."""
    found = _grouped(network, groups)
    rank = {group: place for place, group in enumerate(found.order)}
    nodes = tuple(Node(0, f"g{group}", names[group], "") for group in found.order)
    threads = [
        Thread(*sorted((rank[first], rank[second])), float(count), TieKind.PARTNERSHIP.value)
        for (first, second), count in sorted(found.between.items())
    ]
    links = tuple(Link(one.first, one.second, one.weight, {one.kind: 1}) for one in threads)
    places = places_of(Network(nodes, links), {})
    spots = [
        Spot(
            f"{names[group]} · {format_number(found.sizes[group])}",
            organisations_words(found.sizes[group]),
            places[f"g{group}"][0],
            -places[f"g{group}"][1],
            float(found.sizes[group]),
            url=address(group),
        )
        for group in found.order
    ]
    description = _(
        "Un rond par groupe d’organisations, plus grand quand il en réunit plus ; un trait plus "
        "épais dit plus de liens entre deux groupes. Choisissez un groupe pour voir les siens."
    )
    return Scene(
        spots, threads, title, description, _groups_table(found, names, title), _note(network)
    )


def _groups_table(found: _Grouped, names: Mapping[int, str], title: str) -> PictureTable:
    rows = tuple(
        (
            names[group],
            format_number(found.sizes[group]),
            format_number(found.inside[group]),
            format_number(sum(count for pair, count in found.between.items() if group in pair)),
        )
        for group in found.order
    )
    headers = (_("Groupe"), _("Organisations"), _("Liens au-dedans"), _("Liens au-dehors"))
    return PictureTable(title, headers, rows)


def names_of_groups(groups: Sequence[int]) -> dict[int, str]:
    """Name the groups by letters, the largest first."""
    order = [group for group, _size in Counter(groups).most_common()]
    return {group: group_name(place) for place, group in enumerate(order)}


def places_as_groups(network: Network) -> tuple[list[int], dict[int, str]]:
    """Group the organisations by the commune of their seat."""
    places = sorted({node.place for node in network.nodes})
    rank = {place: number for number, place in enumerate(places)}
    names = {number: place or _("sans commune connue") for place, number in rank.items()}
    return [rank[node.place] for node in network.nodes], names
