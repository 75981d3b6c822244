"""The organisations as nodes and what ties them as edges: networks, parents, alliances.

A domain above adds its own ties: it calls `register_ties` in its `AppConfig.ready` with a function
that yields `Tie` values, public ones only, with a number of queries that does not grow.
"""

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext_lazy

from terreau.actors.models import NetworkMembership, Organisation
from terreau.actors.open_data.selection import public_organisations
from terreau.core.exchange.protection import protect

READ = 2_000
PIECE = 64 * 1024
NODE_COLUMNS = ("id", "name", "kind", "world", "subtype", "commune", "lifecycle")
EDGE_COLUMNS = ("source", "target", "kind", "role", "territory", "starts_on", "ends_on")
EDGE_KINDS = {
    "network": gettext_lazy("membre du réseau"),
    "parent": gettext_lazy("rattachée à"),
    "alliance": gettext_lazy("membre de l’alliance"),
}


@dataclass(frozen=True)
class Node:
    """Something that ties may reach: an organisation, an alliance."""

    id: str
    name: str
    kind: str = "organisation"
    world: str = ""
    subtype: str = ""
    commune: str = ""
    lifecycle: str = ""


@dataclass(frozen=True)
class Tie:
    """One edge, from a member to what it belongs to."""

    source: str
    target: str
    kind: str
    role: str = ""
    territory: str = ""
    starts_on: str = ""
    ends_on: str = ""


Source = Callable[[], Iterable[Node | Tie]]
_sources: dict[str, Source] = {}


def register_ties(key: str, read: Source) -> None:
    """Let a domain above add nodes and edges; the same key replaces."""
    _sources[key] = read


def every_node() -> Iterator[Node]:
    """The public organisations, then what the domains above add."""
    rows = public_organisations().select_related("place").order_by("pk")
    for row in rows.iterator(chunk_size=READ):
        yield Node(
            str(row.uuid),
            row.name,
            world=row.world,
            subtype=_said(row, "subtype"),
            commune=row.place.code if row.place else "",
            lifecycle=row.lifecycle,
        )
    yield from (item for item in _added() if isinstance(item, Node))


def every_tie() -> Iterator[Tie]:
    """The networks and the parents, where both ends are public and consent, then the others."""
    public = public_organisations()
    memberships = NetworkMembership.objects.filter(member__in=public, network__in=public)
    for row in (
        memberships.select_related("member", "network", "territory")
        .order_by("pk")
        .iterator(chunk_size=READ)
    ):
        if "networks" not in row.member.withheld:
            yield Tie(
                str(row.member.uuid),
                str(row.network.uuid),
                "network",
                row.role,
                row.territory.token if row.territory else "",
                *(day.isoformat() if day else "" for day in (row.starts_on, row.ends_on)),
            )
    children = public.filter(parent__in=public).select_related("parent").order_by("pk")
    for child in children.iterator(chunk_size=READ):
        if "parent" not in child.withheld:
            yield Tie(str(child.uuid), str(child.parent.uuid), "parent")
    yield from (item for item in _added() if isinstance(item, Tie))


def _added() -> Iterator[Node | Tie]:
    for key in sorted(_sources):
        yield from _sources[key]()


def _said(row: Organisation, name: str) -> str:
    return "" if name in row.withheld else getattr(row, name)


def stream_archive() -> Iterator[bytes]:
    """Write `noeuds.csv` and `liens.csv` in a zip, then give it piece by piece."""
    with tempfile.TemporaryFile() as file:
        _write_archive(file)
        file.seek(0)
        yield from iter(lambda: file.read(PIECE), b"")


def _write_archive(file: BinaryIO) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns, items in (
            ("noeuds.csv", NODE_COLUMNS, every_node()),
            ("liens.csv", EDGE_COLUMNS, every_tie()),
        ):
            with archive.open(name, "w") as member:
                text = io.TextIOWrapper(member, encoding="utf-8-sig", newline="")
                writer = csv.writer(text, delimiter=";")
                writer.writerow(columns)
                writer.writerows(
                    [protect(getattr(item, column)) for column in columns] for item in items
                )
                text.flush()
                text.detach()


def stream_graphml() -> Iterator[bytes]:
    """Write the graph as GraphML, piece by piece."""
    yield (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    )
    for domain, columns in (("node", NODE_COLUMNS[1:]), ("edge", EDGE_COLUMNS[2:])):
        for column in columns:
            yield (
                f'<key id="{domain}_{column}" for="{domain}" attr.name="{column}" '
                'attr.type="string"/>\n'
            ).encode()
    yield b'<graph edgedefault="directed">\n'
    for node in every_node():
        data = _data(node, "node", NODE_COLUMNS[1:])
        yield f"<node id={quoteattr(node.id)}>{data}</node>\n".encode()
    for tie in every_tie():
        ends = f"source={quoteattr(tie.source)} target={quoteattr(tie.target)}"
        yield f"<edge {ends}>{_data(tie, 'edge', EDGE_COLUMNS[2:])}</edge>\n".encode()
    yield b"</graph>\n</graphml>\n"


def _data(item: Node | Tie, domain: str, columns: Iterable[str]) -> str:
    return "".join(
        f'<data key="{domain}_{column}">{escape(_xml(getattr(item, column)))}</data>'
        for column in columns
        if getattr(item, column)
    )


def _xml(text: str) -> str:
    return "".join(letter for letter in text if letter in "\t\n" or letter >= " ")
