"""Which column each heading of a file is: recognised, remembered, or guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from terreau.core.exchange.datasets import Dataset, Layout
from terreau.core.exchange.guessing import headings_key, plain
from terreau.core.exchange.reading import TableError
from terreau.core.models import RememberedMapping


@dataclass(frozen=True)
class MappingGuess:
    """What a file seems to be; `is_certain` when nobody needs to check it."""

    mapping: dict[str, str]
    layout: Layout | None = None
    is_certain: bool = False


def guess_mapping(
    dataset: Dataset, headings: Sequence[str], samples: Mapping[str, Sequence[str]], *, by: Any
) -> MappingGuess:
    """Recognise an official layout or an own export; else recall what this person said; guess."""
    asked = [heading for heading in headings if not is_reason(heading)]
    aside = {heading: "" for heading in headings if is_reason(heading)}
    layout = next((layout for layout in dataset.layouts if layout.recognises(asked)), None)
    guess = {**dataset.guess_columns(asked, samples), **aside}
    if layout or _is_own_export(dataset, asked, guess):
        return MappingGuess(guess, layout, is_certain=True)
    # An error sheet is the first file with its reasons beside: what was said of the one holds.
    recalled = _recall(dataset, headings, by=by)
    if recalled is None and aside:
        recalled = _recall(dataset, asked, by=by)
    if recalled is not None:
        return MappingGuess({**guess, **recalled}, is_certain=True)
    return MappingGuess(guess)


def check_mapping(dataset: Dataset, mapping: Mapping[str, str]) -> None:
    """Refuse a mapping that takes nothing, or one column twice."""
    names = [name for name in mapping.values() if name]
    if not names:
        raise TableError(
            _(
                "Aucune colonne n’est choisie. Dites au moins ce qu’est l’une d’elles "
                "(%(titles)s…), ou choisissez un autre fichier : le modèle a les titres attendus."
            )
            % {"titles": ", ".join(_first_titles(dataset))}
        )
    for column in dataset.columns:
        if names.count(column.name) > 1:
            raise TableError(
                _("La colonne « %(title)s » est présente deux fois. Gardez-en une seule.")
                % {"title": column.label}
            )


def _first_titles(dataset: Dataset) -> list[str]:
    """The titles to look for first: those of what a creation needs."""
    needed = [str(column.label) for column in dataset.columns if column.required]
    return needed or [str(column.label) for column in dataset.columns[:3]]


def reason_heading(label: str) -> str:
    """Title the column of reasons that stands beside a faulty one in an error sheet."""
    return _("%(column)s : à corriger") % {"column": label}


def is_reason(heading: str) -> bool:
    """Tell whether a heading is one that an error sheet added."""
    return heading.endswith((reason_heading(""), " : à corriger"))


def _is_own_export(dataset: Dataset, headings: Sequence[str], guess: Mapping[str, str]) -> bool:
    """Tell whether each heading is the title of the column that it was taken for, once."""
    titles = {
        column.name: set(map(plain, (*column.titles, column.name))) for column in dataset.columns
    }
    found = [plain(heading) for heading in headings]
    as_titled = all(plain(heading) in titles.get(guess[heading], ()) for heading in headings)
    return as_titled and len(set(found)) == len(found)


def _recall(dataset: Dataset, headings: Sequence[str], *, by: Any) -> dict[str, str] | None:
    kept = RememberedMapping.objects.filter(
        person=by, dataset=dataset.name, headings_key=headings_key(headings)
    ).first()
    if kept is None or not set(headings) <= set(kept.mapping):
        return None
    known = {column.name for column in dataset.columns}
    return {
        heading: kept.mapping[heading] if kept.mapping[heading] in known else ""
        for heading in headings
    }
