"""Find the parties that rows name: by number, else by name and place, else a sheet to make."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.exchange.completion import Completion
from terreau.actors.exchange.drafts import FAULTS, NOTES
from terreau.actors.exchange.folding import key_of
from terreau.actors.exchange.options import ImportOptions
from terreau.actors.exchange.places import current_places
from terreau.actors.folding import fold
from terreau.actors.models import Organisation, OrganisationAlias

_CODE = re.compile(r"commune:(\w{5})")
_POSTCODE = re.compile(r"(\d{5})\b[\s,–-]*(.*)")
# What a completed row carries for the preview alone.
_BESIDE = (FAULTS, NOTES, "_person", "_guessed")


@dataclass(frozen=True)
class PartyCells:
    """What the cells of one line say of one party."""

    name: str = ""
    number: str = ""
    rna: str = ""
    city: str = ""
    world: str = ""
    kind: str = ""
    uuid: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether the line says nothing of it."""
        return not (self.name or self.number or self.rna or self.uuid)

    def row(self) -> dict[str, Any]:
        """Say it as a row of the directory."""
        code, postcode = _CODE.fullmatch(self.city), _POSTCODE.fullmatch(self.city)
        told = {
            "uuid": self.uuid,
            "name": self.name,
            "siret": self.number,
            "rna": self.rna,
            "world": self.world,
            "kind": self.kind,
            "place": code[1] if code else "",
            "postcode": postcode[1] if postcode else "",
            "city": postcode[2] if postcode else "" if code else self.city,
        }
        return {name: text for name, text in told.items() if text}


@dataclass(frozen=True)
class FoundParty:
    """The sheet that a party is, or the row of the sheet to make."""

    name: str
    key: str  # what tells it from another party
    pk: int | None = None
    uuid: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def token(self) -> str:
        """How the cell of the parties writes it."""
        return f"{self.name} ; fiche={self.uuid}" if self.uuid else self.name

    def stored(self) -> dict[str, Any]:
        """What a staged row keeps of it: plain JSON."""
        return {"name": self.name, "key": self.key, "uuid": self.uuid, "row": dict(self.row)}


class PartyFinder:
    """Find parties by batches; what was found once along an import is not asked again."""

    def __init__(self, options: ImportOptions, near: Collection[int] = ()) -> None:
        self._options = options
        self._near = frozenset(near)
        self._completion: Completion | None = None
        self._names: Names | None = None
        self._known: dict[PartyCells, FoundParty] = {}

    def find(self, told: Sequence[PartyCells]) -> list[FoundParty]:
        """Tell which sheet each party is; a fault says why none is sure."""
        asked = [one for one in dict.fromkeys(told) if one not in self._known]
        if asked:
            if self._completion is None:
                self._completion = Completion(self._options, current_places())
            rows = self._completion.complete([one.row() for one in asked])
            self._keep(asked, rows)
        return [self._known[one] for one in told]

    def _keep(self, asked: Sequence[PartyCells], rows: Sequence[dict[str, Any]]) -> None:
        uuids = {row["uuid"] for row in rows if row.get("uuid")}
        sheets = {
            str(uuid): (pk, name)
            for uuid, pk, name in Organisation.objects.filter(uuid__in=uuids)
            .order_by()
            .values_list("uuid", "pk", "name")
        }
        for cells, row in zip(asked, rows, strict=True):
            self._known[cells] = self._found(cells, row, sheets)

    def _found(
        self, cells: PartyCells, row: dict[str, Any], sheets: Mapping[str, tuple[int, str]]
    ) -> FoundParty:
        faults = dict(row.get(FAULTS, {}))
        notes = tuple(str(text) for text in row.get(NOTES, {}).values())
        known = sheets.get(str(row.get("uuid") or "").lower())
        if known and not (faults.keys() - {"world"}):
            return FoundParty(known[1], f"pk:{known[0]}", known[0], row["uuid"], notes=notes)
        if not cells.name and not faults:
            faults["name"] = _("Personne ici ne porte ce numéro : donnez aussi un nom.")
        if not (faults.keys() - {"world"}):
            if self._names is None:
                self._names = Names()
            match = self._names.find(row, self._near)
            if match.problem:
                faults["name"] = match.problem
            elif match.pk:
                faults.pop("world", None)
                uuid = match.uuid
                return FoundParty(match.name, f"pk:{match.pk}", match.pk, uuid, notes=notes)
        plain = {name: value for name, value in row.items() if name not in _BESIDE}
        key = ":".join(map(str, key_of(plain, folds=True) or ("name", fold(cells.name))))
        return FoundParty(cells.name, key, None, "", plain, faults, notes)


@dataclass(frozen=True)
class _Sheet:
    pk: int
    uuid: str
    name: str
    place: int | None
    code: str
    has_number: bool


@dataclass(frozen=True)
class NameMatch:
    """The sheet of a name, or why none is sure."""

    pk: int | None = None
    uuid: str = ""
    name: str = ""
    problem: str = ""


class Names:
    """The names of the whole directory, read once along an import."""

    def __init__(self) -> None:
        self._sheets: dict[int, _Sheet] = {}
        self._by_name: dict[str, set[int]] = defaultdict(set)
        rows = Organisation.objects.filter(merged_into=None).order_by()
        columns = ("pk", "uuid", "name", "place", "place__code", "siren", "rna")
        for pk, uuid, name, place, code, siren, rna in rows.values_list(*columns).iterator():
            self._sheets[pk] = _Sheet(pk, str(uuid), name, place, code or "", bool(siren or rna))
            self._by_name[fold(name)].add(pk)
        aliases = OrganisationAlias.objects.filter(organisation__merged_into=None).order_by()
        for pk, name in aliases.values_list("organisation", "name").iterator():
            self._by_name[fold(name)].add(pk)

    def find(self, row: Mapping[str, Any], near: frozenset[int]) -> NameMatch:
        """Find the only sheet of that name at that place.

        Without a place, a sheet without place or near is meant; a number on both that differs
        tells two organisations.
        """
        found = [self._sheets[pk] for pk in sorted(self._by_name.get(fold(row["name"]), ()))]
        if row.get("siren") or row.get("siret") or row.get("rna"):
            found = [one for one in found if not one.has_number]
        place = row.get("place")
        if place:
            here = [one for one in found if one.code == place]
            found = here or [one for one in found if one.place is None]
        else:
            found = [one for one in found if one.place is None or one.place in near]
        if len(found) > 1:
            return NameMatch(
                problem=_(
                    "Plusieurs organisations s’appellent « %(name)s ». Donnez son SIRET, son RNA "
                    "ou sa commune."
                )
                % {"name": row["name"]}
            )
        if not found:
            return NameMatch()
        return NameMatch(found[0].pk, found[0].uuid, found[0].name)
