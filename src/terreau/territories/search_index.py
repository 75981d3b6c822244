"""The words of the referential, in memory."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.territories.enums import TerritoryKind
from terreau.territories.folding import fold
from terreau.territories.models import Succession, Territory
from terreau.territories.typing_errors import allowed_errors, distance_within, letters_of

# At the same name, a commune comes before its département: it is what people mean by « Paris ».
KIND_ORDER = {
    TerritoryKind.COMMUNE: 0,
    TerritoryKind.DEPARTEMENT: 1,
    TerritoryKind.REGION: 2,
    TerritoryKind.COLLECTIVITY: 2,
    TerritoryKind.EPCI: 3,
    TerritoryKind.FORMER_COMMUNE: 4,
}
CODE_ORDER = KIND_ORDER | {
    TerritoryKind.DEPARTEMENT: 0,
    TerritoryKind.COMMUNE: 1,
    TerritoryKind.COLLECTIVITY: 1,
}
COLUMNS = (
    "pk",
    "kind",
    "code",
    "name",
    "folded_name",
    "aliases",
    "postcodes",
    "siren",
    "population",
    "commune",
    "is_obsolete",
)


@dataclass(slots=True)
class Entry:
    """One territory as the index knows it; numbers grow as sizes shrink."""

    number: int
    pk: int
    kind: str
    code: str
    name: str
    names: tuple[str, ...]
    postcodes: tuple[str, ...]
    commune: int | None
    is_obsolete: bool

    @property
    def leads_to_kind(self) -> str:
        """The level of what it is today."""
        former = self.kind == TerritoryKind.FORMER_COMMUNE
        return TerritoryKind.COMMUNE if former else self.kind


class SearchIndex:
    """Words, beginnings, codes and postcodes of every territory."""

    def __init__(self, rows: Iterable[tuple], successors: dict[int, list[int]]) -> None:
        self.entries: list[Entry] = []
        self._successors = successors
        self._codes: dict[str, list[tuple[int, int]]] = defaultdict(list)
        words: dict[str, list[int]] = defaultdict(list)
        squashed: list[tuple[str, int]] = []
        for row in sorted(rows, key=_size):
            entry = self._add(row)
            for name in entry.names:
                squashed.append((name.replace(" ", ""), entry.number))
                for word in name.split():
                    words[word].append(entry.number)
        self._words = {word: tuple(dict.fromkeys(numbers)) for word, numbers in words.items()}
        self._sorted_words = sorted(self._words)
        self._squashed = sorted(squashed)
        self._by_length: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._by_initial: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for word in self._sorted_words:
            pair = (letters_of(word), word)
            self._by_length[len(word)].append(pair)
            self._by_initial[word[0]].append(pair)
        self._today = {entry.pk: entry.name for entry in self.entries if not entry.is_obsolete}
        self._sorted_codes = sorted(self._codes)

    @classmethod
    def of_table(cls) -> "SearchIndex":
        """Read the table."""
        successors: dict[int, list[int]] = defaultdict(list)
        pairs = Succession.objects.order_by("pk").values_list("predecessor", "successor")
        for predecessor, successor in pairs:
            successors[predecessor].append(successor)
        return cls(Territory.objects.order_by().values_list(*COLUMNS).iterator(), successors)

    def _add(self, row: tuple) -> Entry:
        pk, kind, code, name, folded, aliases, postcodes, siren, _people, commune, obsolete = row
        others = [fold(alias) for alias in aliases.split("|") if alias]
        names = tuple(dict.fromkeys([folded or fold(name), *others]))
        codes = tuple(postcodes.split())
        entry = Entry(len(self.entries), pk, kind, code, name, names, codes, commune, obsolete)
        self.entries.append(entry)
        order = CODE_ORDER[TerritoryKind(kind)] + (5 if obsolete else 0)
        self._codes[code].append((order, entry.number))
        for postcode in codes:
            # Five digits that people type are a postcode first, an official code second.
            self._codes[postcode].append((-1, entry.number))
        if siren and siren != code:
            self._codes[siren].append((order, entry.number))
        return entry

    def by_code(self, typed: str) -> list[tuple[int, Entry]]:
        """Entries of which a code or postcode is typed, or begins so while it is being typed."""
        exact = [(order, self.entries[n]) for order, n in self._codes.get(typed, ())]
        if not typed[:1].isdigit() or not 2 <= len(typed) <= 5:
            return exact
        start = bisect_left(self._sorted_codes, typed)
        stop = bisect_left(self._sorted_codes, typed + "\uffff")
        begun = [
            (10 + len(code), self.entries[n])
            for code in self._sorted_codes[start:stop]
            if code != typed and len(code) <= 5
            for _order, n in self._codes[code]
        ]
        return exact + sorted(begun, key=lambda item: item[1].number)[:50]

    def with_words(self, folded: str) -> dict[int, int]:
        """Entries that contain each typed word or its beginning, without any error."""
        return self._intersect(folded.split(), forgiven=set())

    def with_near_words(self, folded: str) -> dict[int, int]:
        """Entries that contain the typed words, with the number of errors forgiven.

        In several words, those that are written nowhere are forgiven first, then all of them: to
        look for what resembles each word is the dear part.
        """
        words = folded.split()
        unknown = {word for word in words if not any(True for _n in self._beginning_with(word))}
        if len(words) > 1 and unknown:
            found = self._intersect(words, forgiven=unknown)
            if found:
                return found
        return self._intersect(words, forgiven=set(words))

    def _intersect(self, words: list[str], *, forgiven: set[str]) -> dict[int, int]:
        found: dict[int, int] | None = None
        for word in sorted(words, key=len, reverse=True):
            numbers = dict.fromkeys(self._beginning_with(word), 0)
            if word in forgiven:
                numbers = self._near(word) | numbers
            if found is None:
                found = numbers
            else:
                found = {n: found[n] + numbers[n] for n in found if n in numbers}
            if not found:
                return {}
        return found or {}

    def squashed(self, text: str) -> list[int]:
        """Entries of which the name without spaces begins so (« lehavre »)."""
        start = bisect_left(self._squashed, (text, -1))
        stop = bisect_left(self._squashed, (text + "\uffff", -1))
        return [number for _name, number in self._squashed[start:stop]]

    def targets(self, entry: Entry) -> list[tuple[int, str]]:
        """Today's territories for an entry, with the sentence that says how it led there."""
        if entry.kind == TerritoryKind.FORMER_COMMUNE and entry.commune:
            return [(entry.commune, self._note(entry, entry.commune))]
        if entry.is_obsolete and self._successors.get(entry.pk):
            return [(pk, self._note(entry, pk)) for pk in self._successors[entry.pk]]
        return [(entry.pk, "")]

    def _note(self, entry: Entry, target: int) -> str:
        today = self._today.get(target, "")
        if entry.is_obsolete:
            return _("le code %(code)s (%(name)s) n’existe plus : voici %(today)s") % {
                "code": entry.code,
                "name": entry.name,
                "today": today,
            }
        if entry.name == today:
            return ""
        return _("%(name)s, aujourd’hui dans %(today)s") % {
            "name": entry.name,
            "today": today,
        }

    def _beginning_with(self, word: str) -> Iterable[int]:
        start = bisect_left(self._sorted_words, word)
        for known in self._sorted_words[start:]:
            if not known.startswith(word):
                return
            yield from self._words[known]

    def _near(self, typed: str) -> dict[int, int]:
        """Entries with a word one slip away, else two slips away when the word is long."""
        found: dict[int, int] = {}
        for most in range(1, allowed_errors(typed) + 1):
            for known, errors in self._near_words(typed, most):
                for number in self._words[known]:
                    found[number] = min(errors, found.get(number, errors))
            if found:
                break
        return found

    def _near_words(self, typed: str, most: int) -> Iterable[tuple[str, int]]:
        mine = letters_of(typed)
        for length in range(len(typed) - most, len(typed) + most + 1):
            for letters, known in self._by_length.get(length, ()):
                if (letters ^ mine).bit_count() <= 2 * most and _starts_alike(typed, known):
                    errors = distance_within(typed, known, most)
                    if errors is not None:
                        yield known, errors
        for letters, known in self._by_initial.get(typed[0], ()):
            if len(known) > len(typed) + most and (mine & ~letters).bit_count() <= 1:
                errors = distance_within(typed, known[: len(typed) + 1], 1, is_beginning=True)
                if errors is not None:
                    yield known, errors


def _starts_alike(typed: str, known: str) -> bool:
    """Dismiss words that share neither their first nor their second letter: nobody slips so."""
    return typed[0] == known[0] or typed[1] == known[1:2] or typed[1] == known[0]


def _size(row: tuple) -> tuple:
    people = row[8] if row[8] is not None and not row[10] else -1
    kind = TerritoryKind(row[1])
    # Among units of the same name, the kind decides before the size.
    return (-_weight(kind, people), KIND_ORDER[kind], row[4], row[2])


def _weight(kind: str, people: int) -> float:
    """Bring larger units down, so that they do not bury the communes people look for."""
    return people / {TerritoryKind.EPCI: 8, TerritoryKind.REGION: 4}.get(kind, 1)
