"""Whom do the names of a file speak of? By number, by name, or by what resembles it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from terreau.actors.folding import fold
from terreau.actors.models import Organisation, OrganisationAlias

RESEMBLES = 0.72
MOST_PROPOSED = 4
# Names looked for by their words in one query; the others are found by number or exact name.
MOST_LOOKED_FOR = 150
SHORTEST_WORD = 4


@dataclass(frozen=True)
class Candidate:
    """One sheet that a name of the file may speak of."""

    key: int
    name: str
    why: str


@dataclass(frozen=True)
class NameMatch:
    """What was found for one name: the sheet when it is sure, those to choose from otherwise."""

    sure: Candidate | None
    proposals: Sequence[Candidate]

    @property
    def choices(self) -> list[Candidate]:
        """All that may be chosen, the sure one first."""
        return [self.sure, *self.proposals] if self.sure else list(self.proposals)


def match_names(nodes: Sequence[Mapping[str, str]]) -> list[NameMatch]:
    """Match the nodes of a file with the sheets, in five queries at most."""
    numbers = _by_number(nodes)
    names = _by_name(nodes)
    found: list[NameMatch | None] = []
    for node in nodes:
        sure = _numbered(node, numbers) or names.get(fold(node["name"]))
        found.append(NameMatch(sure, ()) if sure else None)
    unknown = [place for place, match in enumerate(found) if match is None]
    near = _alike([nodes[place]["name"] for place in unknown[:MOST_LOOKED_FOR]])
    for rank, place in enumerate(unknown):
        found[place] = NameMatch(None, near[rank] if rank < len(near) else ())
    return [match for match in found if match is not None]


def _standing():
    return Organisation.objects.filter(merged_into=None)


def _by_number(nodes: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], Candidate]:
    keys = [_uuid(node.get("key", "")) for node in nodes]
    wanted = {
        name: {node.get(name, "").replace(" ", "") for node in nodes} - {""}
        for name in ("siret", "siren", "rna")
    }
    asked = [Q(**{f"{name}__in": sorted(values)}) for name, values in wanted.items() if values]
    asked += [Q(uuid__in=[key for key in keys if key])] if any(keys) else []
    if not asked:
        return {}
    found: dict[tuple[str, str], Candidate] = {}
    rows = _standing().filter(reduce(or_, asked)).order_by("-pk")
    for key, uuid, name, *numbers in rows.values_list(
        "pk", "uuid", "name", "siret", "siren", "rna"
    ):
        found["key", str(uuid)] = Candidate(key, name, _("même identifiant"))
        for label, number in zip(("siret", "siren", "rna"), numbers, strict=True):
            if number:
                found[label, number] = Candidate(key, name, _("même numéro"))
    return found


def _numbered(
    node: Mapping[str, str], numbers: Mapping[tuple[str, str], Candidate]
) -> Candidate | None:
    for name in ("key", "siret", "siren", "rna"):
        if candidate := numbers.get((name, node.get(name, "").replace(" ", ""))):
            return candidate
    return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _by_name(nodes: Sequence[Mapping[str, str]]) -> dict[str, Candidate]:
    """Sheets of exactly these names, or that also go by them; a name of two sheets is not sure."""
    typed = {node["name"] for node in nodes}
    folded = {fold(name) for name in typed}
    sheets = _standing().filter(Q(folded__in=folded) | Q(name__in=typed)).order_by("pk")
    found: dict[str, list[Candidate]] = {}
    for key, name in sheets.values_list("pk", "name"):
        found.setdefault(fold(name), []).append(Candidate(key, name, _("même nom")))
    aliases = OrganisationAlias.objects.filter(
        folded__in=folded, organisation__merged_into=None
    ).order_by("pk")
    for key, name, alias in aliases.values_list("organisation", "organisation__name", "folded"):
        found.setdefault(alias, []).append(Candidate(key, name, _("autre nom de cette fiche")))
    return {name: rows[0] for name, rows in found.items() if len({row.key for row in rows}) == 1}


def _alike(names: Sequence[str]) -> list[list[Candidate]]:
    """Sheets that share a long word with each name, the most alike first."""
    words = [_longest(name) for name in names]
    asked = sorted({word for word in words if word})
    if not asked:
        return [[] for _name in names]
    rows = _standing().filter(reduce(or_, (Q(folded__contains=word) for word in asked)))
    sheets = [
        (key, name, fold(name)) for key, name in rows.order_by("pk").values_list("pk", "name")
    ]
    return [_nearest(fold(name), word, sheets) for name, word in zip(names, words, strict=True)]


def _longest(name: str) -> str:
    word = max(fold(name).split(), key=len, default="")
    return word if len(word) >= SHORTEST_WORD else ""


def _nearest(name: str, word: str, sheets: Sequence[tuple[int, str, str]]) -> list[Candidate]:
    if not word:
        return []
    scored = []
    for key, label, folded in sheets:
        if word in folded:
            score = SequenceMatcher(None, name, folded).ratio()
            if score >= RESEMBLES or name in folded or folded in name:
                scored.append((score, key, label))
    scored.sort(key=lambda one: (-one[0], one[1]))
    return [Candidate(key, label, _("nom proche")) for _score, key, label in scored[:MOST_PROPOSED]]
