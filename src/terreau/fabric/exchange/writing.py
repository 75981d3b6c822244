"""Write a network as CSV (nodes, links), GraphML and JSON."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import escape

from terreau.core.exchange.writing import write_table
from terreau.fabric.exchange.columns import EDGE_COLUMNS, NODE_COLUMNS
from terreau.fabric.networks import Link, Network

EXPORTS = {
    "noeuds.csv": "text/csv; charset=utf-8",
    "liens.csv": "text/csv; charset=utf-8",
    "reseau.graphml": "application/graphml+xml; charset=utf-8",
    "reseau.json": "application/json; charset=utf-8",
}
NODE_KEYS = (("label", "string"), ("world", "string"), ("siren", "string"), ("place", "string"))
EDGE_KEYS = (("kinds", "string"), ("weight", "double"), ("count", "int"), ("since", "string"))


def write_network(name: str, network: Network, about: Mapping[str, Any]) -> bytes:
    """Write one of the `EXPORTS`; `about` gives the SIREN numbers, the scope and the day."""
    if name == "noeuds.csv":
        return write_table(
            "csv", [column for column, _said in NODE_COLUMNS], _nodes(network, about)
        )
    if name == "liens.csv":
        return write_table("csv", [column for column, _said in EDGE_COLUMNS], _edges(network))
    if name == "reseau.graphml":
        return _graphml(network, about).encode()
    return json.dumps(_plain(network, about), ensure_ascii=False, indent=1).encode()


def _nodes(network: Network, about: Mapping[str, Any]) -> Iterator[list[str]]:
    for place, node in enumerate(network.nodes):
        siren = about["sirens"].get(node.uuid, "")
        degree, strength = network.degrees[place], network.strengths[place]
        yield [node.uuid, node.name, node.world, siren, node.place, str(degree), _number(strength)]


def _edges(network: Network) -> Iterator[list[str]]:
    """One line for each pair: the strongest kind first, the others after it."""
    for link in network.links:
        first, second = network.nodes[link.first], network.nodes[link.second]
        yield [
            *(first.uuid, second.uuid, first.name, second.name, "Undirected"),
            *("+".join(_kinds(link)), _number(link.weight), str(sum(link.kinds.values()))),
            link.since.isoformat() if link.since else "",
        ]


def _kinds(link: Link) -> list[str]:
    return sorted(link.kinds, key=lambda kind: (kind != link.kind, kind))


def _number(value: float) -> str:
    return f"{value:g}"


def _plain(network: Network, about: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": about["name"],
        "on": about["on"].isoformat(),
        "directed": False,
        "nodes": [
            {
                "id": node.uuid,
                "label": node.name,
                "world": node.world,
                "siren": about["sirens"].get(node.uuid, ""),
                "place": node.place,
            }
            for node in network.nodes
        ],
        "links": [
            {
                "source": network.nodes[link.first].uuid,
                "target": network.nodes[link.second].uuid,
                "kinds": dict(link.kinds),
                "weight": link.weight,
                "since": link.since.isoformat() if link.since else None,
            }
            for link in network.links
        ],
    }


def _graphml(network: Network, about: Mapping[str, Any]) -> str:
    """Follow the schema of graphml.graphdrawing.org: what igraph, Gephi and yEd read."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *(
            f'  <key id="n-{key}" for="node" attr.name="{key}" attr.type="{kind}"/>'
            for key, kind in NODE_KEYS
        ),
        *(
            f'  <key id="e-{key}" for="edge" attr.name="{key}" attr.type="{kind}"/>'
            for key, kind in EDGE_KEYS
        ),
        '  <graph id="toile" edgedefault="undirected">',
    ]
    for node in network.nodes:
        said = (node.name, node.world, about["sirens"].get(node.uuid, ""), node.place)
        lines.append(f'    <node id="{node.uuid}">{_data("n", NODE_KEYS, said)}</node>')
    for link in network.links:
        ends = (network.nodes[link.first].uuid, network.nodes[link.second].uuid)
        since = link.since.isoformat() if link.since else ""
        said = ("+".join(_kinds(link)), _number(link.weight), sum(link.kinds.values()), since)
        data = _data("e", EDGE_KEYS, said)
        lines.append(f'    <edge source="{ends[0]}" target="{ends[1]}">{data}</edge>')
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _data(prefix: str, keys, values) -> str:
    # Control characters stand in no XML file.
    return "".join(
        f'<data key="{prefix}-{key}">{escape(_printable(str(value)))}</data>'
        for (key, _kind), value in zip(keys, values, strict=True)
    )


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else " " for one in text)
