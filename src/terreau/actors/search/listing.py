"""Compose one page of the list: exact answers first, then near spellings, then near meanings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.core.paginator import Page, Paginator

from terreau.actors.search.finding import Answer, Found, Ordered, find, mask_of_term, sheets_of
from terreau.actors.search.hits import Hit, Line, highlight, hit_of, lines_of
from terreau.actors.search.meaning import MEANING_STATE, meaning_index
from terreau.actors.search.nearness import near_spellings
from terreau.actors.search.queries import (
    FIELDS_OF_ALL,
    FIELDS_OF_SIGNED_IN,
    Filters,
    Words,
)

PAGE_SIZE = 30
MOST_MEANT = 6
SHORTEST_MEANT = 4
# A word that fewer names bear, and that no line says, is a name: it has no meaning to look for.
FEW_NAMES = 3
Meant = dict[int, Line]


@dataclass(frozen=True)
class Listing:
    """One page: what answers, what is spelt nearly so, what means nearly the same."""

    page: Page
    hits: list[Hit]
    near: list[Hit]
    meant: list[Hit]
    by_world: dict[str, int]

    @property
    def total(self) -> int:
        """How many sheets answer exactly."""
        return self.page.paginator.count


class Keys:
    """The keys of a list, page by page, as a paginator asks for them."""

    def __init__(self, ordered: Ordered) -> None:
        self._ordered = ordered

    def __len__(self) -> int:
        return len(self._ordered)

    def __getitem__(self, stretch: slice) -> list[int]:
        return self._ordered.keys(stretch)


def compose_listing(filters: Filters, person, number: object = 1) -> Listing:
    """Answer to filters for a person, in a number of queries that does not grow."""
    signed_in = bool(getattr(person, "is_authenticated", False))
    answer, found = find(filters, signed_in=signed_in, more=[MEANING_STATE])
    page = Paginator(Keys(answer.ordered()), PAGE_SIZE).get_page(number)
    keys = list(page.object_list)
    near, meant = _beyond(answer, found, page)
    wanted = list(dict.fromkeys([*keys, *near, *meant]))
    sheets = {sheet.pk: sheet for sheet in sheets_of(wanted, person)}
    lines = lines_of(sheets, signed_in=signed_in) if sheets else {}

    def hits(some: Iterable[int], words: Words) -> list[Hit]:
        return [hit_of(sheets[k], lines.get(k, ()), words) for k in some if k in sheets]

    return Listing(
        page,
        hits(keys, filters.words),
        hits(near, Words()),
        [
            Hit(sheets[key], highlight(sheets[key].name, ()), (), line.label, line.text)
            for key, line in meant.items()
            # A vector may be older than the sheet: what is no longer said is not shown.
            if key in sheets and line in lines.get(key, ())
        ],
        answer.count_by_world(),
    )


def best_answers(filters: Filters, person, most: int) -> list[Hit]:
    """The first answers to a text, for a page that searches several kinds of things."""
    signed_in = bool(getattr(person, "is_authenticated", False))
    answer, found = find(filters, signed_in=signed_in)
    keys = answer.ordered().keys(slice(0, most))
    keys += near_spellings(answer, found)[: most - len(keys)]
    sheets = sheets_of(keys, person)
    lines = lines_of(keys, signed_in=signed_in) if sheets else {}
    return [hit_of(sheet, lines.get(sheet.pk, ()), filters.words) for sheet in sheets]


def _beyond(answer: Answer, found: Found, page: Page) -> tuple[list[int], Meant]:
    """What is near, only where the exact answers leave room for it."""
    is_short = page.paginator.count < PAGE_SIZE
    if answer.filters.words.is_empty or not is_short:
        return [], {}
    near = near_spellings(answer, found)
    return near, _meant(answer, found, {*page.object_list, *near})


def _meant(answer: Answer, found: Found, shown: Iterable[int]) -> Meant:
    text = answer.filters.words.text
    marks: Sequence[tuple[int, bytes]] = found.get(MEANING_STATE, ())
    if len(text) < SHORTEST_MEANT or not marks or _is_a_name(answer, found):
        return {}
    index = meaning_index(marks[0][1])
    if index is None:
        return {}
    nearest: Meant = {}
    for key, kind, line, is_public in index.nearest(text, MOST_MEANT * 3):
        if key not in nearest and (is_public or answer.signed_in):
            nearest[key] = Line(kind, line)
    keys = np.array(list(nearest), dtype=np.int64)
    positions = answer.snapshot.positions(keys) if len(keys) else keys
    passing = np.append(answer.passing, False)
    seen = set(shown)
    kept = [k for k, at in zip(nearest, positions, strict=True) if passing[at] and k not in seen]
    return {key: nearest[key] for key in kept[:MOST_MEANT]}


def _is_a_name(answer: Answer, found: Found) -> bool:
    """Tell whether the one word typed is found in a few names only."""
    terms = answer.filters.words.terms
    if len(terms) != 1:
        return False
    where = FIELDS_OF_SIGNED_IN if answer.signed_in else FIELDS_OF_ALL
    in_names = mask_of_term(answer.snapshot, found, terms[0], where[:2])
    in_lines = mask_of_term(answer.snapshot, found, terms[0], where[2:])
    return 0 < np.count_nonzero(in_names) < FEW_NAMES and not in_lines.any()
