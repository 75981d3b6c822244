"""Read one row by itself: its numbers, contacts, words; what it says beside the sheet's columns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from terreau.actors.enums import ContactKind
from terreau.actors.exchange.columns import CONTACT_COLUMNS
from terreau.actors.exchange.identifiers import NUMBER_COLUMNS, read_identifiers
from terreau.actors.exchange.input_columns import INPUT_NAMES, PERSON_NAMES
from terreau.actors.exchange.items import read_contact
from terreau.actors.exchange.options import ImportOptions
from terreau.actors.exchange.sizes import staff_of
from terreau.actors.exchange.worlds import clean_naf
from terreau.actors.folding import fold
from terreau.actors.nomenclature import DOMAIN_NAMES
from terreau.core.exchange.columns import CellError

# What a completed row carries beside the columns: plain JSON, read when it is written.
NOTES, FAULTS, PERSON = "_notes", "_faults", "_person"
_SEVERAL = {
    ContactKind.EMAIL: re.compile(r"[;,/\s]+"),
    ContactKind.PHONE: re.compile(r"[;,/]+|\s+(?:ou|et)\s+"),
    ContactKind.WEBSITE: re.compile(r"[;,\s]+"),
}
# Words people write for our domains, beside the names of the domains themselves.
_TOPIC_WORDS = {
    "insertion": "employment",
    "emploi": "employment",
    "formation": "employment",
    "economie": "local-economy",
    "entrepreneuriat": "local-economy",
    "tourisme": "local-economy",
    "commerce": "local-economy",
    "numerique": "digital",
    "handicap": "diversity-disability",
    "egalite": "diversity-disability",
    "diversite": "diversity-disability",
    "logement": "housing",
    "habitat": "housing",
    "hebergement": "housing",
    "sante": "health",
    "soin": "health",
    "vieillissement": "ageing",
    "seniors": "ageing",
    "personnes agees": "ageing",
    "precarite": "poverty-solidarity",
    "solidarite": "poverty-solidarity",
    "social": "poverty-solidarity",
    "humanitaire": "poverty-solidarity",
    "environnement": "environment",
    "ecologie": "environment",
    "biodiversite": "environment",
    "dechets": "environment",
    "energie": "energy",
    "mobilite": "mobility",
    "transport": "mobility",
    "alimentation": "food",
    "agriculture": "food",
    "education": "education-youth",
    "jeunesse": "education-youth",
    "enfance": "education-youth",
    "parentalite": "education-youth",
    "culture": "culture",
    "patrimoine": "culture",
    "loisirs": "culture",
    "sport": "sport",
    "citoyennete": "citizenship",
    "lien social": "citizenship",
    "vie de quartier": "citizenship",
    "cooperation": "cooperation",
    "ingenierie": "cooperation",
}


@dataclass
class Draft:
    """One row while it is completed; `told` holds what is no column of the sheet."""

    values: dict[str, Any]
    told: dict[str, Any]
    faults: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def note(self, column: str, sentence: str) -> None:
        """Add a remark to a column."""
        known = self.notes.get(column)
        self.notes[column] = f"{known} {sentence}" if known else sentence

    def add(self, column: str, *items: str) -> None:
        """Add values to a column of several values."""
        known = self.values.get(column) or []
        self.values[column] = list(dict.fromkeys([*known, *items]))

    def finish(self) -> dict[str, Any]:
        """Give the completed row."""
        said = {name: self.told[name] for name in PERSON_NAMES if self.told.get(name)}
        beside = {NOTES: self.notes, FAULTS: self.faults, PERSON: said}
        return {**self.values, **{name: value for name, value in beside.items() if value}}


def draft_of(row: Mapping[str, Any], options: ImportOptions) -> Draft:
    """Read a row by itself."""
    told = {name: row[name] for name in INPUT_NAMES if row.get(name) is not None}
    draft = Draft({name: value for name, value in row.items() if name not in INPUT_NAMES}, told)
    _read_numbers(draft, options)
    for column, kind in CONTACT_COLUMNS.items():
        if draft.values.get(column):
            _read_contacts(draft, column, kind)
    _read_words(draft)
    _spare_withheld(draft)
    return draft


def _read_numbers(draft: Draft, options: ImportOptions) -> None:
    cells = {name: draft.values.get(name) or "" for name in NUMBER_COLUMNS}
    if not any(cells.values()):
        return
    read = read_identifiers(cells)
    for sentence in read.notes:
        draft.note("siret" if cells["siret"] else "siren", sentence)
    for column, sentence in read.faults.items():
        if options.drops_broken_numbers:
            draft.note(column, _("%(why)s La ligne est gardée sans ce numéro.") % {"why": sentence})
        else:
            draft.faults[column] = sentence
    for name in NUMBER_COLUMNS:
        value = getattr(read, name)
        if value:
            draft.values[name] = value
        elif cells[name]:
            draft.values.pop(name)


def _read_contacts(draft: Draft, column: str, kind: ContactKind) -> None:
    kept: list[str] = []
    for text in draft.values[column]:
        try:
            kept += _split_contact(kind, text)
        except (ValidationError, CellError) as error:
            sentence = " ".join(getattr(error, "messages", [str(error)]))
            draft.faults[column] = sentence
    draft.values[column] = kept or None


def _split_contact(kind: ContactKind, text: str) -> list[str]:
    """Keep one contact as it is; « a@b.fr ; c@d.fr » gives two."""
    if kind == ContactKind.PHONE and re.fullmatch(r"[1-9]\d{8}", text.strip()):
        text = f"0{text.strip()}"
    try:
        read_contact(kind, text)
    except (ValidationError, CellError):
        parts = [part.strip() for part in _SEVERAL[kind].split(text) if part.strip()]
        if len(parts) < 2:
            raise
        for part in parts:
            read_contact(kind, part)
        return parts
    return [_normal(kind, text)]


def _normal(kind: ContactKind, text: str) -> str:
    """Write a site without its scheme as it will be stored, so that it comes back the same."""
    if kind != ContactKind.WEBSITE or ";" in text:
        return text.strip()
    return read_contact(kind, text)[0]


def _read_words(draft: Draft) -> None:
    if draft.values.get("naf"):
        draft.values["naf"] = clean_naf(draft.values["naf"])
    if draft.told.get("acronym") and draft.told["acronym"] != draft.values.get("name"):
        draft.add("aliases", draft.told["acronym"])
    if draft.told.get("staff") and not draft.values.get("size_class"):
        draft.values["size_class"] = staff_of(draft.told["staff"]) or None
    if draft.told.get("topics"):
        _read_topics(draft)


def _read_topics(draft: Draft) -> None:
    text = draft.told["topics"]
    found, unknown = topics_of(text)
    if found:
        draft.add("domains", *found)
    if unknown:
        draft.note(
            "domains",
            _("Thématique laissée de côté, aucun domaine ne lui répond : %(words)s.")
            % {"words": ", ".join(unknown)[:200]},
        )


def topics_of(text: str) -> tuple[list[str], list[str]]:
    """Read free themes as domains; give also the words that no domain answers.

    >>> topics_of("Sport, santé ; astrologie")
    (['sport', 'health'], ['astrologie'])
    """
    found, unknown = [], []
    for part in filter(None, (part.strip() for part in re.split(r"[|;,/]", text))):
        words = fold(part)
        exact = next((code for code, name in DOMAIN_NAMES.items() if fold(name) == words), "")
        known = [code for word, code in _TOPIC_WORDS.items() if re.search(rf"\b{word}", words)]
        codes = [exact] if exact else known
        found += codes
        unknown += [] if codes else [part]
    return list(dict.fromkeys(found)), unknown


def _spare_withheld(draft: Draft) -> None:
    """An own export leaves withheld cells empty: they are no wish to erase."""
    for name in draft.values.get("withheld") or ():
        if draft.values.get(name, "") is None:
            draft.values.pop(name)
