"""Read a network that was drawn elsewhere: the two lists of Gephi, Kumu, or of a tableur."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from terreau.core.exchange.cell_texts import read_number, read_part_of_date
from terreau.core.exchange.columns import CellError, fold
from terreau.core.exchange.reading import TableError, read_rows

MOST_TIES = 20_000
# What each column is called by whom; the first that is there wins.
EDGE_HEADINGS: dict[str, tuple[str, ...]] = {
    "source": (
        *("source", "from", "de", "origine", "noeud 1", "acteur 1", "organisation 1"),
        *("source id", "id source", "node1", "node 1"),
    ),
    "target": (
        *("target", "to", "vers", "cible", "destination", "noeud 2", "acteur 2"),
        *("organisation 2", "target id", "id cible", "node2", "node 2"),
    ),
    "label": ("nature", "label", "libelle", "relation", "kind", "lien", "nature du lien", "type"),
    "weight": ("weight", "poids", "force", "strength", "intensite", "value", "valeur"),
    "since": ("since", "depuis", "start", "start date", "debut", "date de debut", "date", "annee"),
    "until": ("until", "jusqu a", "jusqu'a", "end", "end date", "fin", "date de fin"),
}
NODE_HEADINGS: dict[str, tuple[str, ...]] = {
    "key": ("id", "identifiant", "key", "code", "node", "noeud"),
    "name": (
        "label",
        "name",
        "nom",
        "libelle",
        "organisation",
        "denomination",
        "acteur",
        "element",
    ),
    "siret": ("siret", "numero siret", "n siret"),
    "siren": ("siren", "numero siren", "n siren"),
    "rna": ("rna", "numero rna", "n rna"),
}
DIRECTIONS = ("directed", "undirected", "mixed", "oriente", "non oriente", "mutual")
LONGEST_NAME, LONGEST_LABEL = 200, 150


class NetworkFileError(Exception):
    """The files cannot be read as a network; its text is a full sentence."""


@dataclass
class ReadNetwork:
    """What the files say, and the rows that could not be taken with their reasons."""

    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    ties: list[dict[str, Any]] = field(default_factory=list)
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def as_draft(self) -> dict[str, Any]:
        """Give it as plain values, as it waits for its confirmation."""
        return {
            "nodes": [{"key": key, **values} for key, values in self.nodes.items()],
            "ties": self.ties,
            "refused": [list(row) for row in self.refused],
            "told": self.told,
        }


def read_network(edges: bytes, nodes: bytes | None, names: tuple[str, str]) -> ReadNetwork:
    """Read the list of links and, if there is one, the list of nodes; `names` are the files'."""
    found = ReadNetwork()
    if nodes is not None:
        _read_nodes(found, nodes, names[1])
    has_list = bool(found.nodes)
    _read_edges(found, edges, names[0], has_list=has_list)
    if not found.ties:
        raise NetworkFileError(
            _(
                "Aucun lien ne se lit dans « %(file)s » : chaque ligne doit nommer deux "
                "organisations différentes."
            )
            % {"file": names[0]}
        )
    linked = {tie[end] for tie in found.ties for end in ("source", "target")}
    found.nodes = {key: values for key, values in found.nodes.items() if key in linked}
    return found


def _open(content: bytes, headings: Mapping[str, Sequence[str]], file: str):
    known = {word for words in headings.values() for word in words}
    try:
        reader = read_rows(content, knows=lambda word: _folded(word) in known)
        rows = list(reader)
    except TableError as error:
        raise NetworkFileError(f"{file} : {error}") from error
    folded = [_folded(title) for title in reader.headings]
    columns = {}
    for name, words in headings.items():
        place = next((folded.index(word) for word in words if word in folded), None)
        if place is not None:
            columns[name] = place
    return reader, rows, columns


def _folded(title: str) -> str:
    return re.sub(r"[^\w' ]+", " ", fold(title)).strip()


def _read_nodes(found: ReadNetwork, content: bytes, file: str) -> None:
    reader, rows, columns = _open(content, NODE_HEADINGS, file)
    if "name" not in columns and "key" not in columns:
        raise NetworkFileError(
            _(
                "« %(file)s » n’a ni colonne « Id » ni colonne « Label » : ses titres sont "
                "%(titles)s. Renommez-en une."
            )
            % {"file": file, "titles": ", ".join(reader.headings)}
        )
    for row in rows:
        cells = {name: row.cells[place].strip() for name, place in columns.items()}
        key = cells.get("key") or cells.get("name", "")
        name = cells.get("name") or key
        if not key:
            found.refused.append((file, row.line, _("Cette ligne ne nomme personne.")))
        elif key in found.nodes:
            reason = _("« %(key)s » est déjà dans la liste.") % {"key": key[:60]}
            found.refused.append((file, row.line, reason))
        else:
            numbers = {name: cells.get(name, "") for name in ("siret", "siren", "rna")}
            found.nodes[key] = {"name": name[:LONGEST_NAME], **numbers}
    found.told += reader.warnings


def _read_edges(found: ReadNetwork, content: bytes, file: str, *, has_list: bool) -> None:
    reader, rows, columns = _open(content, EDGE_HEADINGS, file)
    if "source" not in columns or "target" not in columns:
        raise NetworkFileError(
            _(
                "« %(file)s » n’a pas les colonnes « Source » et « Target » (ou « From » et "
                "« To ») : ses titres sont %(titles)s. Renommez-les."
            )
            % {"file": file, "titles": ", ".join(reader.headings)}
        )
    by_name = {fold(values["name"]): key for key, values in found.nodes.items()}
    for row in rows:
        cells = {name: row.cells[place].strip() for name, place in columns.items()}
        try:
            tie = _tie(cells, row.line, row.fault)
            _find_ends(found, tie, by_name, has_list=has_list)
        except CellError as error:
            found.refused.append((file, row.line, str(error)))
            continue
        found.ties.append(tie)
        if len(found.ties) > MOST_TIES:
            raise NetworkFileError(
                _("« %(file)s » a plus de %(most)d liens : découpez-le.")
                % {"file": file, "most": MOST_TIES}
            )
    found.told += reader.warnings


def _find_ends(
    found: ReadNetwork, tie: dict[str, Any], by_name: dict[str, str], *, has_list: bool
) -> None:
    for end in ("source", "target"):
        tie[end] = _end(found, tie[end], by_name, has_list=has_list)
    if tie["source"] == tie["target"]:
        raise CellError(_("Ce lien relie une organisation à elle-même."))


def _end(found: ReadNetwork, said: str, by_name: dict[str, str], *, has_list: bool) -> str:
    """Find an end of a link in the list of nodes by its key or its name; add it otherwise."""
    if said in found.nodes:
        return said
    if fold(said) in by_name:
        return by_name[fold(said)]
    if has_list:
        raise CellError(_("« %(key)s » n’est pas dans la liste des nœuds.") % {"key": said[:60]})
    found.nodes[said] = {"name": said[:LONGEST_NAME], "siret": "", "siren": "", "rna": ""}
    by_name[fold(said)] = said
    return said


def _tie(cells: Mapping[str, str], line: int, fault: str) -> dict[str, Any]:
    if fault:
        raise CellError(fault)
    if not cells["source"] or not cells["target"]:
        raise CellError(_("Il manque l’une des deux organisations."))
    label = cells.get("label", "")
    return {
        "line": line,
        "source": cells["source"],
        "target": cells["target"],
        "label": "" if fold(label) in DIRECTIONS else label[:LONGEST_LABEL],
        "weight": _weight(cells.get("weight", "")),
        "since": _date(cells.get("since", "")),
        "until": _date(cells.get("until", "")),
    }


def _weight(text: str) -> float:
    if not text:
        return 1.0
    weight = float(read_number(text))
    if weight <= 0:
        raise CellError(_("La force d’un lien est plus grande que zéro."))
    return weight


def _date(text: str) -> str:
    return read_part_of_date(text)[0].text if text else ""
