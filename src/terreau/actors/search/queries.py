"""Say what is looked for: the words of a typed text, and the filters of a list."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from terreau.actors.folding import fold
from terreau.actors.search.words import stem, words_of
from terreau.territories.models import Territory

MOST_TERMS = 10
LONGEST_TEXT = 200
FIELDS_OF_ALL = "nax"
FIELDS_OF_SIGNED_IN = "naxp"


@dataclass(frozen=True)
class Term:
    """One typed word; the last one may still be unfinished."""

    word: str
    is_unfinished: bool = False

    @property
    def family(self) -> str:
        return stem(self.word)

    @property
    def is_short(self) -> bool:
        """Two or three letters: what begins so has postings of its own."""
        return self.is_unfinished and 2 <= len(self.word) <= 3

    @property
    def is_beginning(self) -> bool:
        """Four letters or more: the words that begin so are read one by one."""
        return self.is_unfinished and len(self.word) >= 4

    def tokens(self, where: str) -> set[str]:
        """The tokens of the word and of its family."""
        found = {f"{at}.{self.word}" for at in where}
        found |= {f"{at}{sign}{self.family}" for at in where for sign in ".="}
        return found | ({f"u*{self.word}"} if self.is_short else set())

    def beginnings(self, where: str) -> set[str]:
        """The beginnings of tokens to read."""
        return {f"{at}.{self.word}" for at in where} if self.is_beginning else set()

    def answers(self, token: str, where: str) -> bool:
        """Tell whether a token that was read is this term, in one of these fields."""
        if token[0] == "u":
            return "x" in where and self.is_short and token[2:] == self.word
        if token[0] not in where:
            return False
        if token[1] == ".":
            begins = self.is_beginning and token[2:].startswith(self.word)
            return begins or token[2:] in (self.word, self.family)
        return token[2:] == self.family

    def is_in(self, word: str) -> bool:
        """Tell whether a folded word of a text answers to this term."""
        begins = self.is_unfinished and len(self.word) >= 2 and word.startswith(self.word)
        return begins or word == self.word or stem(word) == self.family


@dataclass(frozen=True)
class Words:
    """A typed text, read."""

    text: str = ""
    terms: tuple[Term, ...] = ()

    @property
    def beginning(self) -> str:
        """How the name would begin."""
        return fold(self.text)

    @property
    def is_empty(self) -> bool:
        return not self.beginning


def read_words(text: str) -> Words:
    """Read what was typed; a lone last letter among other words waits for the next one."""
    clean = " ".join(text.replace("\x00", "").split())[:LONGEST_TEXT]
    found = list(dict.fromkeys(words_of(clean)[:MOST_TERMS]))
    if len(found) > 1 and len(found[-1]) == 1:
        found.pop()
    if found and len(found[0]) == 1 and len(found) == 1:
        return Words(clean)
    last = len(found) - 1
    return Words(clean, tuple(Term(word, rank == last) for rank, word in enumerate(found)))


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows the list; values of one filter add up, filters cut each other."""

    today: datetime.date
    words: Words = Words()
    worlds: frozenset[str] = frozenset()
    domains: tuple[str, ...] = ()
    territories: tuple[Territory, ...] = ()
    where: str = ""  # "" seated or acting there, "seat", "acts"
    natures: tuple[str, ...] = ()
    direction: str = ""
    sizes: tuple[str, ...] = ()
    freshness: str = ""
    lifecycle: str = ""
    sort: str = ""
    near: Territory | None = None

    @property
    def order(self) -> str:
        """The order asked, or the one that suits: the best answers to a text, else the names."""
        usable = {"name", "recent", "freshness"} | ({"near"} if self.near else set())
        if self.sort in usable:
            return self.sort
        return "name" if self.words.is_empty else "relevance"

    def facets(self) -> list[list[str]]:
        """The facets wanted: one of each list."""
        wanted = [[f"domain:{code}" for code in self.domains]]
        wanted.append([f"size:{size}" for size in self.sizes])
        directions = [self.direction] if self.direction else ["offer", "need"]
        if self.natures:
            wanted.append([f"{way}:{nature}" for way in directions for nature in self.natures])
        elif self.direction:
            wanted.append([self.direction])
        return [some for some in wanted if some]

    def acting(self) -> list[str]:
        """The facets of those that act on the territories, or on what contains them."""
        return [facet for unit in self.territories for facet in acting_on(unit)]


def acting_on(unit: Territory) -> Iterable[str]:
    """The facets of those that act in a part of a territory, or all over what contains it."""
    above = {unit.epci_id, unit.departement_id, unit.region_id} - {None}
    return [f"in:{unit.pk}", *(f"on:{pk}" for pk in sorted(above))]


def tokens_of(facets: Collection[str], *, signed_in: bool) -> list[str]:
    """The tokens of facets, with those withheld from everybody for whoever is signed in."""
    return [f"{sign}:{facet}" for facet in facets for sign in ("fF" if signed_in else "f")]


def dated_spans(
    facets: Iterable[str], today: datetime.date, *, signed_in: bool
) -> list[tuple[str, str]]:
    """The first and last tokens of facets that hold until some day, today or later."""
    dated = [facet for facet in facets if facet.startswith(("offer", "need"))]
    tokens = tokens_of(dated, signed_in=signed_in)
    # Bounds of one shape come in the same order under every collation.
    return [(f"{token}@{today.isoformat()}", f"{token}@9999-99-99") for token in tokens]
