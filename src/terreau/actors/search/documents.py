"""Read sheets as the index holds them: columns, tokens, and the lines that explain a hit.

A token is one letter for where the word stands, one sign for what it is, then the word:
`n` name, `a` alias, `x` what everybody may read besides, `p` what only signed-in persons read;
`.` the word itself, `=` its family. `u*` holds the two or three first letters of public words.
`f:` are the facets by which lists are narrowed, `F:` those that the organisation withholds; a day
after `@` is the last one on which the facet holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from terreau.actors.consent import fields_left_public
from terreau.actors.enums import NumberScheme, ResourceDirection
from terreau.actors.folding import fold
from terreau.actors.models import (
    Competence,
    Organisation,
    OrganisationAlias,
    OrganisationNumber,
    Resource,
)
from terreau.actors.models.directory import SORT_LENGTH
from terreau.actors.search.words import stem, words_of
from terreau.core.key_ranges import among
from terreau.territories.enums import TerritoryKind

BATCH = 2_000
LONGEST_LINE = 300
PUBLIC, PRIVATE = "public", "private"
_LEVELS = ("epci", "departement", "region")
_LEVEL_OF = {
    TerritoryKind.EPCI: "epci",
    TerritoryKind.DEPARTEMENT: "departement",
    TerritoryKind.COLLECTIVITY: "departement",
    TerritoryKind.REGION: "region",
}
_PLACE = ("kind", *(f"{level}_id" for level in _LEVELS), "lon", "lat")
_COLUMNS = (
    "pk",
    "name",
    "world",
    "lifecycle",
    "is_public",
    "withheld",
    "merged_into_id",
    "siren",
    "siret",
    "rna",
    "size_class",
    "description",
    "confirmed_on",
    "updated_at",
    "place_id",
    *(f"place__{name}" for name in _PLACE),
)


@dataclass
class Document:
    """One sheet, ready for the index."""

    key: int
    columns: dict[str, Any]
    is_listed: bool
    withheld: frozenset[str]
    tokens: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)

    def add_words(self, where: str, text: str) -> None:
        """Add the words of a text, and what is searched while they are being typed."""
        for word in words_of(text):
            self.tokens.add(f"{where}.{word}")
            self.words.add(word)
            family = stem(word)
            if family != word:
                self.tokens.add(f"{where}={family}")
            if where != "p":
                self.tokens.add(f"u*{word[:2]}")
                self.tokens.add(f"u*{word[:3]}")

    def add_line(self, kind: str, text: str, *, is_public: bool, where: str = "x") -> None:
        """Add a line that explains hits, and its words."""
        self.add_words(where if is_public else "p", text)
        self.note(kind, text, is_public=is_public)

    def note(self, kind: str, text: str, *, is_public: bool) -> None:
        """Keep a line without its words."""
        short = " ".join(text.split())[:LONGEST_LINE]
        self.lines.append(f"{kind}\t{PUBLIC if is_public else PRIVATE}\t{short}")

    def add_facet(self, facet: str, *, is_public: bool) -> None:
        """Add one value by which lists are narrowed."""
        self.tokens.add(f"{'f' if is_public else 'F'}:{facet}")

    def shows(self, name: str) -> bool:
        """Tell whether a field is public once the sheet is."""
        return name not in self.withheld


def read_documents(keys: Iterable[int]) -> Iterator[Document]:
    """Read the sheets that exist among these, by batches, each with the same few queries."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), BATCH):
        found = Organisation.objects.filter(among("pk", wanted[start : start + BATCH]))
        rows = found.order_by().values_list(*_COLUMNS)
        documents = {row[0]: _new_document(row) for row in rows}
        batch = sorted(documents)
        _add_aliases(documents, batch)
        _add_competences(documents, batch)
        _add_resources(documents, batch)
        _add_domains(documents, batch)
        _add_numbers(documents, batch)
        _add_perimeters(documents, batch)
        yield from (documents[key] for key in batch)


def _new_document(row: Sequence) -> Document:
    values = dict(zip(_COLUMNS, row, strict=True))
    place = {name: values[f"place__{name}"] for name in _PLACE}
    levels = _levels(values["place_id"], place["kind"], [place[f"{lv}_id"] for lv in _LEVELS])
    columns = {
        "sort_name": fold(values["name"])[:SORT_LENGTH],
        **{name: values[name] for name in ("world", "lifecycle", "is_public")},
        **{name: values[name] for name in ("confirmed_on", "updated_at")},
        "place": values["place_id"],
        **levels,
        "lon": place["lon"],
        "lat": place["lat"],
    }
    public = fields_left_public(True, values["withheld"])
    withheld = fields_left_public(True, ()) - public
    document = Document(row[0], columns, values["merged_into_id"] is None, withheld)
    document.add_words("n", values["name"])
    for name in ("siren", "siret", "rna"):
        if values[name]:
            text = f"{name.upper()} {values[name]}"
            document.add_words("x" if document.shows(name) else "p", values[name])
            document.note("number", text, is_public=document.shows(name))
    if values["size_class"]:
        document.add_facet(f"size:{values['size_class']}", is_public=document.shows("size_class"))
    if values["description"]:
        shown = document.shows("description")
        document.note("description", values["description"], is_public=shown)
    return document


def _levels(pk: int | None, kind: str | None, above: Sequence[int | None]) -> dict[str, int | None]:
    levels = dict(zip(_LEVELS, above, strict=True))
    own = _LEVEL_OF.get(kind) if kind else None
    if own:
        levels[own] = pk
    return levels


def _of(rows, batch: Sequence[int]):
    return rows.filter(among("organisation_id", batch)).order_by("organisation_id", "pk")


def _add_aliases(documents: dict[int, Document], batch: Sequence[int]) -> None:
    rows = _of(OrganisationAlias.objects, batch).values_list("organisation", "name")
    for key, name in rows:
        document = documents[key]
        document.add_line("alias", name, is_public=document.shows("aliases"), where="a")


def _add_competences(documents: dict[int, Document], batch: Sequence[int]) -> None:
    rows = _of(Competence.objects, batch).values_list("organisation", "name", "detail")
    for key, name, detail in rows:
        document = documents[key]
        text = f"{name} ({detail})" if detail else name
        document.add_line("competence", text, is_public=document.shows("competences"))


def _add_resources(documents: dict[int, Document], batch: Sequence[int]) -> None:
    columns = ("organisation", "direction", "nature", "title", "is_public", "ends_on")
    for key, direction, nature, title, is_public, ends_on in _of(
        Resource.objects, batch
    ).values_list(*columns):
        document = documents[key]
        document.add_line(ResourceDirection(direction).value, title, is_public=is_public)
        until = f"@{ends_on.isoformat()}" if ends_on else ""
        document.add_facet(f"{direction}{until}", is_public=is_public)
        document.add_facet(f"{direction}:{nature}{until}", is_public=is_public)


def _add_domains(documents: dict[int, Document], batch: Sequence[int]) -> None:
    links = Organisation.domains.through.objects.filter(among("organisation_id", batch))
    rows = links.order_by("organisation_id", "actiondomain__position", "actiondomain_id")
    for key, code, name in rows.values_list(
        "organisation", "actiondomain__code", "actiondomain__name"
    ):
        document = documents[key]
        shown = document.shows("domains")
        document.add_line("domain", name or code, is_public=shown)
        document.add_facet(f"domain:{code}", is_public=shown)


def _add_numbers(documents: dict[int, Document], batch: Sequence[int]) -> None:
    rows = _of(OrganisationNumber.objects, batch).values_list("organisation", "scheme", "value")
    for key, scheme, value in rows:
        document = documents[key]
        shown = document.shows("numbers")
        document.add_words("x" if shown else "p", value)
        label = NumberScheme(scheme).name.replace("_", " ")
        document.note("number", f"{label} {value}", is_public=shown)


def _add_perimeters(documents: dict[int, Document], batch: Sequence[int]) -> None:
    links = Organisation.perimeter.through.objects.filter(among("organisation_id", batch))
    above = tuple(f"territory__{level}_id" for level in _LEVELS)
    rows = links.order_by("pk").values_list("organisation", "territory", *above)
    for key, unit, *parents in rows:
        document = documents[key]
        shown = document.shows("perimeter")
        document.add_facet(f"on:{unit}", is_public=shown)
        for territory in {unit, *parents} - {None}:
            document.add_facet(f"in:{territory}", is_public=shown)
