"""Describe the columns of a dataset: what a cell may hold, and how each value is written.

A value and its cell correspond one to one: `parse_cell(c, format_cell(c, value)) == value`.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from rapidfuzz import fuzz, process

from terreau.core.exchange.cell_texts import (
    CellError,
    read_code,
    read_date,
    read_integer,
    read_number,
    read_part_of_date,
)
from terreau.core.partial_dates import PartialDate

TEXT, CHOICE, INTEGER, NUMBER, DATE, PARTIAL_DATE, BOOLEAN, LIST, CODE = (
    "text",
    "choice",
    "integer",
    "number",
    "date",
    "partial_date",
    "boolean",
    "list",
    "code",
)
# How many words of a list a refusal quotes.
MOST_WORDS = 5
KIND_LABELS = {
    TEXT: gettext_lazy("texte"),
    CHOICE: gettext_lazy("un mot de la liste"),
    INTEGER: gettext_lazy("nombre entier"),
    NUMBER: gettext_lazy("nombre (1234,56)"),
    DATE: gettext_lazy("date (2026-11-22 ou 22/11/2026)"),
    PARTIAL_DATE: gettext_lazy("année, saison, mois ou jour"),
    BOOLEAN: gettext_lazy("oui ou non"),
    LIST: gettext_lazy("plusieurs valeurs séparées par « | »"),
    CODE: gettext_lazy("code (gardez les zéros du début)"),
}


@dataclass(frozen=True)
class Column:
    """One column: its name in the code, its heading in the file, and what it holds.

    `choices` are (value, label) pairs for the kinds `choice` and `list`; the file carries labels
    and a person may write either. `check` receives the value read and raises `CellError`.
    `synonyms` are the headings under which people usually write this column. `is_personal` is for
    what tells of a person: left out of an import unless somebody asks for it. `width` is the
    number of digits of a code: a shorter number gets its lost zeros back, and this is told.
    `import_only` columns are read in files and never written in exports. `otherwise` gives the
    value of what people write instead of a word of the list, or nothing.
    """

    name: str
    label: Any
    kind: str = TEXT
    required: bool = False
    help: Any = ""
    example: str = ""
    choices: tuple[tuple[str, Any], ...] = ()
    max_length: int | None = None
    check: Callable[[Any], None] | None = None
    synonyms: tuple[str, ...] = ()
    is_personal: bool = False
    width: int | None = None
    import_only: bool = False
    otherwise: Callable[[str], str] | None = None

    @property
    def kind_label(self) -> Any:
        """The kind as a person reads it."""
        return KIND_LABELS[self.kind]

    @property
    def choice_labels(self) -> list[str]:
        """The words that the column accepts."""
        return [str(label) for _value, label in self.choices]

    @functools.cached_property
    def titles(self) -> list[str]:
        """What a file may call the column: an export of each language comes back in any."""
        return in_each_language(self.label)

    @functools.cached_property
    def spoken(self) -> dict[str, str]:
        """The values of the column by the words that say them, in each language."""
        said = [(fold(value), value) for value, _label in self.choices]
        labels = [(in_each_language(label), value) for value, label in self.choices]
        said += [(fold(words[0]), value) for words, value in labels]
        said += [(fold(word), value) for words, value in labels for word in words[1:]]
        return dict(reversed(said))

    @functools.cached_property
    def choice_values(self) -> frozenset[str]:
        """The values that the column accepts."""
        return frozenset(value for value, _label in self.choices)


def in_each_language(words: Any) -> list[str]:
    """Say lazy words in each language of the product, the usual one first."""
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(str(words))
    return found


@functools.lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Fold case, accents and spaces, so that headings and words match as people write them."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\s_]+", " ", letters).strip().casefold()


def format_cell(column: Column, value: Any) -> str:
    """Write a value as the text of its cell; unknown is the empty cell."""
    if value is None or value == "" or value == []:
        return ""
    return _WRITERS[column.kind](column, value)


def store_text(column: Column, value: Any) -> str:
    """Write a value as a text that no language changes; `parse_cell` reads it back."""
    if value is None or value == "" or value == []:
        return ""
    if column.kind in (TEXT, CHOICE):
        return str(value)
    if column.kind == LIST:
        return _join(map(str, value))
    if column.kind == BOOLEAN:
        return "1" if value else "0"
    return _WRITERS[column.kind](column, value)


def parse_cell(column: Column, text: str) -> Any:
    """Read the text of a cell as a value (None when empty) or raise `CellError`."""
    return read_cell(column, text)[0]


def read_cell(column: Column, text: str) -> tuple[Any, str]:
    """Read the text of a cell as a value, with a note when more than the text was understood."""
    if "\x00" in text:
        raise CellError(_("Cette case contient un caractère illisible. Retapez-la."))
    kept = text if column.kind == TEXT else text.strip()
    if kept == "":
        return None, ""
    value, note = _READERS[column.kind](column, kept)
    if column.max_length and isinstance(value, str) and len(value) > column.max_length:
        raise CellError(
            _("Ce texte compte %(size)d caractères ; %(limit)d au plus. Raccourcissez-le.")
            % {"size": len(value), "limit": column.max_length}
        )
    if column.check is not None:
        column.check(value)
    return value, note


def _write_text(column: Column, value: Any) -> str:
    return str(value)


def _write_choice(column: Column, value: Any) -> str:
    return next((str(label) for known, label in column.choices if known == value), str(value))


def _write_list(column: Column, value: Any) -> str:
    return _join(_write_choice(column, item) for item in value)


def _join(items: Iterable[str]) -> str:
    return " | ".join([_escape(item) for item in items])


def _escape(item: str) -> str:
    if "|" in item or "\\" in item:
        return item.replace("\\", "\\\\").replace("|", "\\|")
    return item


def _write_boolean(column: Column, value: Any) -> str:
    return _("oui") if value else _("non")


def _write_partial_date(column: Column, value: Any) -> str:
    return value.text if isinstance(value, PartialDate) else str(value)


def _read_choice(column: Column, text: str) -> str:
    if text in column.choice_values:
        return text
    value = column.spoken.get(fold(text))
    if value is None:
        raise CellError(_not_in_list(text, column.choice_labels))
    return value


def _read_choice_or_else(column: Column, text: str) -> tuple[str, str]:
    value = column.otherwise(text) if column.otherwise else ""
    if not value or text in column.choice_values:
        return _read_choice(column, text), ""
    said = {"text": text, "word": _write_choice(column, value)}
    return value, _("« %(text)s » est lu : %(word)s.") % said


def _not_in_list(text: str, words: Sequence[str]) -> str:
    said = {"text": text, "words": ", ".join(words)}
    if len(words) <= MOST_WORDS:
        return _("« %(text)s » n’est pas dans la liste : %(words)s.") % said
    said["words"] = ", ".join(_nearest_words(fold(text), words))
    return (
        _(
            "« %(text)s » n’est pas dans la liste. Écrivez par exemple %(words)s ; la liste "
            "entière est dans le dictionnaire des colonnes."
        )
        % said
    )


def _nearest_words(folded: str, words: Sequence[str]) -> list[str]:
    found = process.extract(folded, words, processor=fold, scorer=fuzz.ratio, limit=MOST_WORDS)
    return [word for word, _ratio, _rank in found]


def _read_boolean(text: str) -> bool:
    words = {"oui": True, "o": True, "vrai": True, "1": True, "x": True, "yes": True, "true": True}
    words |= {"non": False, "n": False, "faux": False, "0": False, "no": False, "false": False}
    answer = words.get(fold(text))
    if answer is None:
        raise CellError(_("« %(text)s » : écrivez oui ou non.") % {"text": text})
    return answer


def _read_list(column: Column, text: str) -> list[str]:
    if "\\" in text:
        raw = re.findall(r"(?:\\.|[^|\\]|\\$)+", text)
        items = [re.sub(r"\\(.)", r"\1", item.strip()) for item in raw]
    else:
        items = [item.strip() for item in text.split("|")]
    items = [item for item in items if item]
    return [_read_choice(column, item) for item in items] if column.choices else items


_WRITERS = {
    TEXT: _write_text,
    CHOICE: _write_choice,
    INTEGER: _write_text,
    NUMBER: _write_text,
    DATE: _write_text,
    PARTIAL_DATE: _write_partial_date,
    BOOLEAN: _write_boolean,
    LIST: _write_list,
    CODE: _write_text,
}
_READERS = {
    TEXT: lambda column, text: (text, ""),
    CHOICE: lambda column, text: _read_choice_or_else(column, text),
    INTEGER: lambda column, text: (read_integer(text), ""),
    NUMBER: lambda column, text: (read_number(text), ""),
    DATE: lambda column, text: read_date(text),
    PARTIAL_DATE: lambda column, text: read_part_of_date(text),
    BOOLEAN: lambda column, text: (_read_boolean(text), ""),
    LIST: lambda column, text: (_read_list(column, text), ""),
    CODE: lambda column, text: read_code(text, column.width),
}
