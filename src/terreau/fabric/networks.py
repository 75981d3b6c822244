"""The network as it is read, drawn and computed: organisations, and one link for each pair."""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from terreau.fabric.enums import TieKind

# The intensity grows from meeting to partnership; an imported tie says nothing of it.
STRONGEST_FIRST = (
    TieKind.PARTNERSHIP.value,
    TieKind.CONTRIBUTION.value,
    TieKind.MEETING.value,
    TieKind.IMPORTED.value,
)


@dataclass(frozen=True)
class Node:
    """One organisation of the network."""

    key: int
    uuid: str
    name: str
    world: str
    place: str = ""
    is_member: bool = False

    @property
    def url(self) -> str:
        """Its sheet; an organisation of an old wave may have none any more."""
        return reverse("actors:detail", args=[self.uuid]) if self.key else ""


@dataclass(frozen=True)
class Link:
    """What links two organisations, by their places in the list; each pair stands once (T5)."""

    first: int
    second: int
    weight: float
    kinds: Mapping[str, int] = field(default_factory=dict)
    since: datetime.date | None = None

    @property
    def kind(self) -> str:
        """The strongest kind: the one that is drawn."""
        return next(kind for kind in STRONGEST_FIRST if kind in self.kinds)


@dataclass(frozen=True)
class Network:
    """Organisations and their links, in an order that does not change between two visits."""

    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()

    @cached_property
    def strengths(self) -> tuple[float, ...]:
        """The sum of the weights of the links of each organisation."""
        found = [0.0] * len(self.nodes)
        for link in self.links:
            found[link.first] += link.weight
            found[link.second] += link.weight
        return tuple(found)

    @cached_property
    def degrees(self) -> tuple[int, ...]:
        """With how many others each organisation is linked."""
        found = [0] * len(self.nodes)
        for link in self.links:
            found[link.first] += 1
            found[link.second] += 1
        return tuple(found)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each organisation stands in the list, by its uuid."""
        return {node.uuid: place for place, node in enumerate(self.nodes)}

    @cached_property
    def neighbours(self) -> tuple[tuple[int, ...], ...]:
        """The places of those with whom each organisation is linked."""
        found: list[list[int]] = [[] for _node in self.nodes]
        for link in self.links:
            found[link.first].append(link.second)
            found[link.second].append(link.first)
        return tuple(tuple(sorted(one)) for one in found)

    @cached_property
    def alone(self) -> int:
        """How many have no link."""
        return sum(not degree for degree in self.degrees)

    @cached_property
    def digest(self) -> str:
        """The fingerprint of what it says: two equal networks have the same."""
        said = json.dumps(stored(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def linked_only(network: Network) -> Network:
    """Leave aside the organisations without any link."""
    return restricted(network, [bool(degree) for degree in network.degrees])


def restricted(network: Network, keeps: Sequence[bool]) -> Network:
    """Keep some of the organisations, and the links between them."""
    kept = [place for place, stays in enumerate(keeps) if stays]
    moved = {old: new for new, old in enumerate(kept)}
    links = tuple(
        Link(moved[link.first], moved[link.second], link.weight, link.kinds, link.since)
        for link in network.links
        if link.first in moved and link.second in moved
    )
    return Network(tuple(network.nodes[place] for place in kept), links)


def stored(network: Network) -> dict:
    """Write a network as plain values, as a wave keeps it."""
    return {
        "nodes": [[node.uuid, node.name, node.world] for node in network.nodes],
        "ties": [
            [link.first, link.second, dict(sorted(link.kinds.items())), round(link.weight, 6)]
            for link in network.links
        ],
    }


def restored(said: Mapping, keys: Mapping[str, int] | None = None) -> Network:
    """Read a network back from a wave; `keys` says which of its sheets still stand."""
    known = keys or {}
    nodes = tuple(
        Node(known.get(uuid, 0), uuid, name, world) for uuid, name, world in said.get("nodes", ())
    )
    links = tuple(
        Link(first, second, weight, kinds) for first, second, kinds, weight in said.get("ties", ())
    )
    return Network(nodes, links)
