"""Find the sheets that rows already name, by every number that may name them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from terreau.actors.enums import NumberScheme
from terreau.actors.exchange.items import is_uuid
from terreau.actors.models import Organisation, OrganisationNumber

UUID, SIRET, RNA, SIREN, NUMBER = "uuid", "siret", "rna", "siren", "number"
# Schemes of further numbers under which the main numbers may also be known.
_SCHEMES_OF = {
    SIRET: (NumberScheme.SIRET.value,),
    RNA: (NumberScheme.RNA.value, NumberScheme.FORMER_RNA.value),
}


@dataclass(frozen=True)
class Target:
    """The sheet that a row names and by what, or the sentence that says why none is sure."""

    pk: int | None = None
    by: str = ""
    problem: str = ""


class Targets:
    """The numbers of a batch of rows, looked for together in a few queries."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], *, folds: bool) -> None:
        self._folds = folds
        self._found: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._names: dict[int, str] = {}
        self._kept: dict[int, int] = {}
        self._asked = {key for row in rows for key in _keys_of(row)}
        self._look_up()

    def cover(self, row: Mapping[str, Any]) -> bool:
        """Tell whether every number of a row was looked for here."""
        return self._asked.issuperset(_keys_of(row))

    def of(self, row: Mapping[str, Any]) -> Target:
        """Tell which sheet a row names."""
        matches: dict[int, str] = {}
        for by, value in _keys_of(row) if self._found else ():
            if by == SIREN and (matches or not self._may_fold(row)):
                continue
            for pk in self._found.get((by, value), ()):
                matches.setdefault(self._kept.get(pk, pk), by.partition(":")[0])
        if len(matches) > 1:
            return Target(problem=self._ask(matches))
        return next((Target(pk, by) for pk, by in matches.items()), Target())

    def _may_fold(self, row: Mapping[str, Any]) -> bool:
        return self._folds or not row.get("siret")

    def _ask(self, matches: Iterable[int]) -> str:
        names = ", ".join(f"« {self._names[pk]} »" for pk in matches)
        return _("Ces numéros désignent plusieurs fiches : %(names)s. Corrigez-en un.") % {
            "names": names
        }

    def _look_up(self) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for by, value in self._asked:
            wanted[by].add(value)
        for column in (UUID, SIRET, RNA, SIREN):
            self._by_column(column, wanted.get(column, set()))
        self._by_number(wanted)

    def _by_column(self, column: str, values: set[str]) -> None:
        if not values:
            return
        # The condition of the partial indexes must be said again for them to serve.
        known = Organisation.objects.filter(~Q(**{column: ""}) if column != UUID else Q())
        lookup = "in" if column == UUID else "among"
        columns = known.filter(**{f"{column}__{lookup}": values}).order_by()
        for pk, name, kept, value in columns.values_list("pk", "name", "merged_into", column):
            self._note(pk, name, kept)
            self._found[column, str(value)].add(pk)

    def _by_number(self, wanted: Mapping[str, set[str]]) -> None:
        asked = {
            (scheme, value)
            for by, values in wanted.items()
            for scheme in _schemes(by)
            for value in values
        }
        by_scheme: dict[str, set[str]] = defaultdict(set)
        for scheme, value in asked:
            by_scheme[scheme].add(value)
        for scheme, values in by_scheme.items():
            rows = OrganisationNumber.objects.filter(scheme=scheme, value__among=values).order_by()
            told = ("organisation", "organisation__name", "organisation__merged_into", "value")
            for pk, name, kept, value in rows.values_list(*told):
                self._note(pk, name, kept)
                for by in _names_of(scheme):
                    self._found[by, value].add(pk)

    def _note(self, pk: int, name: str, kept: int | None) -> None:
        self._names[pk] = name
        if kept:
            self._kept[pk] = kept
            self._names.setdefault(kept, name)


def find_targets(rows: Sequence[Mapping[str, Any]], known: Targets | None = None) -> list[Target]:
    """Find the sheets that rows name by their identifier, else by a number of their own.

    The SIREN is left out: establishments of one legal unit may be several sheets. `known` holds
    what was just looked for of these rows, and spares asking again.
    """
    named = [rank for rank, row in enumerate(rows) if row.get(UUID)]
    found = dict(zip(named, _find([{UUID: rows[at][UUID]} for at in named]), strict=True))
    numbers = {at: main_numbers(row) for at, row in enumerate(rows) if not _has_sheet(found, at)}
    asked = []
    for at, row in numbers.items():
        if known is not None and known.cover(row):
            found[at] = known.of(row)
        else:
            asked.append(at)
    found |= zip(asked, _find([numbers[at] for at in asked]), strict=True)
    return [found[at] for at in range(len(rows))]


def _has_sheet(found: Mapping[int, Target], at: int) -> bool:
    return at in found and found[at].pk is not None


def main_numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    """The identifier of a row, and the numbers that one sheet only may bear."""
    named = {name: row.get(name) or "" for name in (UUID, SIRET, RNA)}
    return {**named, "numbers": row.get("numbers") or []}


def _find(rows: Sequence[Mapping[str, Any]]) -> list[Target]:
    if not rows:
        return []
    targets = Targets(rows, folds=False)
    return [targets.of(row) for row in rows]


def _keys_of(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The numbers of a row, the surest first."""
    uuid = row.get(UUID)
    keys = [(UUID, uuid.lower())] if uuid and is_uuid(uuid) else []
    if row.get(SIRET):
        keys.append((SIRET, row[SIRET]))
    if row.get(RNA):
        keys.append((RNA, row[RNA]))
    for text in row.get("numbers") or ():
        scheme, _colon, value = text.partition(":")
        by = next((name for name, known in _SCHEMES_OF.items() if scheme in known), "")
        keys.append((by or f"{NUMBER}:{scheme}", value))
    if row.get(SIREN):
        keys.append((SIREN, row[SIREN]))
    return keys


def _schemes(by: str) -> tuple[str, ...]:
    if by.startswith(f"{NUMBER}:"):
        return (by.partition(":")[2],)
    return _SCHEMES_OF.get(by, ())


def _names_of(scheme: str) -> list[str]:
    named = [by for by, schemes in _SCHEMES_OF.items() if scheme in schemes]
    return [*named, f"{NUMBER}:{scheme}"]
