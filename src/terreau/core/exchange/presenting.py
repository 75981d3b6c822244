"""Describe the rows of an import in words and labels, for its pages."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.core.exchange.datasets import Dataset
from terreau.core.exchange.planning import personal_names
from terreau.core.exchange.sheets import reasons_of
from terreau.core.exchange.spoken import Words
from terreau.core.exchange.staging import WHOLE_ROW, label_of
from terreau.core.formats import format_number
from terreau.core.models import ImportRow, ImportRun, ImportState, RowOutcome

PER_PAGE = 40
DECISIONS_PER_PAGE = 10
_SHOWN_CELLS = 6
_AWAITING = Q(awaits=True, decision="")
_FILTERS = {
    "creer": Q(outcome=RowOutcome.CREATE) & ~_AWAITING,
    "modifier": Q(outcome=RowOutcome.CHANGE),
    "decider": _AWAITING,
    "corriger": Q(outcome=RowOutcome.ERROR),
    "a-jour": Q(outcome=RowOutcome.SAME),
    "ecarter": Q(outcome=RowOutcome.SKIP),
    "obstacles": ~Q(obstacle=""),
}


def steps() -> list[str]:
    """The steps of an import, as the person goes through them."""
    return [
        _("Fichier"),
        _("Colonnes"),
        _("Aperçu"),
        _("Décisions"),
        _("Confirmation"),
        _("Résultat"),
    ]


def current_step(run: ImportRun) -> int:
    """Tell at which step a run stands."""
    places = {
        ImportState.MAPPING: 2,
        ImportState.PLANNING: 3,
        ImportState.PLANNED: 3,
        ImportState.DECIDING: 4,
        ImportState.REFUSED: 1,
    }
    return places.get(ImportState(run.state), 6)


def describe_counts(run: ImportRun) -> list[dict[str, Any]]:
    """Give the count of each outcome with the name of its filter."""
    is_over = run.state in (ImportState.DONE, ImportState.UNDONE, ImportState.UNDOING)
    created, changed = _words_of_writing(run.state, is_over=is_over)
    words = [
        ("creer", created, run.create_count),
        ("modifier", changed, run.change_count),
        ("decider", _("Non décidées") if is_over else _("À décider"), run.decide_count),
        ("corriger", _("Refusées") if is_over else _("À corriger"), run.reject_count),
        ("a-jour", _("Déjà à jour"), run.same_count),
        ("ecarter", _("Laissées de côté"), run.skip_count),
        ("obstacles", _("Changées depuis l’import"), run.left_count),
    ]
    always = ("creer", "modifier", "corriger")
    return [
        {"name": name, "label": label, "count": count}
        for name, label, count in words
        if count or name in always
    ]


def _words_of_writing(state: str, *, is_over: bool) -> tuple[str, str]:
    """Name what is written: to come, done, or done then taken back."""
    if state == ImportState.UNDONE:
        return _("Créées, puis retirées"), _("Modifiées, puis remises")
    return (_("Créées"), _("Modifiées")) if is_over else (_("À créer"), _("À modifier"))


def tabs_of(run: ImportRun, shown: str) -> list[tuple[str, str, bool]]:
    """Lead to the rows of each outcome."""
    address = reverse("exchange:run", args=[run.pk])
    items = [(_("Toutes"), f"{address}#lignes", shown == "")]
    items += [
        (
            f"{item['label']} ({format_number(item['count'])})",
            f"{address}?voir={item['name']}#lignes",
            True,
        )
        for item in describe_counts(run)
        if item["count"]
    ]
    return [
        (label, url, is_current if url == items[0][1] else f"voir={shown}#" in url)
        for label, url, is_current in items
    ]


def page_of_rows(dataset: Dataset, run: ImportRun, shown: str, number: str | None):
    """Give one page of the rows of a run, described."""
    rows = run.rows.filter(_FILTERS.get(shown, Q())).order_by("rank")
    page = Paginator(rows, PER_PAGE).get_page(number)
    words = Words(dataset, page.object_list)
    page.object_list = [_describe_row(words, row) for row in page.object_list]
    return page


def _describe_row(words: Words, row: ImportRow) -> dict[str, Any]:
    """Describe one row: what it is about, what changes, what is wrong."""
    awaits, dataset = row.awaits and not row.decision, words.dataset
    return {
        "line": row.line,
        "label": row.label or " · ".join(cell for cell in row.cells if cell)[:120],
        "outcome": "decide" if awaits else row.outcome,
        "word": _word(row, awaits=awaits),
        "tone": _tone("decide" if awaits else row.outcome),
        "target": row.target_label,
        "cells": _shown_cells(words, row),
        "changes": [_describe_change(words, *change) for change in _changes(dataset, row)],
        "reasons": _labelled(dataset, reasons_of(row)),
        "notes": _labelled(dataset, row.notes),
        "obstacle": row.obstacle,
        "undone": row.undone,
    }


def _changes(dataset: Dataset, row: ImportRow) -> list[list[str]]:
    """What a row changes; a creation, all that it says."""
    if row.outcome != RowOutcome.CREATE:
        return row.changes
    said = ((column.name, row.values.get(column.name)) for column in dataset.columns)
    return [[name, "", text] for name, text in said if text]


def _word(row: ImportRow, *, awaits: bool) -> str:
    """Say what a row comes to, or what became of it once written."""
    if awaits:
        return _("à décider")
    done = {RowOutcome.CREATE: _("créée"), RowOutcome.CHANGE: _("modifiée")}
    if row.applied_key and row.outcome in done:
        return done[RowOutcome(row.outcome)]
    return row.get_outcome_display()


def _tone(outcome: str) -> str:
    return {"create": "leaf", "change": "honey", "error": "clay", "decide": "slate"}.get(
        outcome, "plain"
    )


def _shown_cells(words: Words, row: ImportRow) -> list[dict[str, str]]:
    """Give the first filled cells of a row, with their labels."""
    filled = [
        {"label": str(column.label), "text": words.shown(column.name, row.values[column.name])}
        for column in words.dataset.columns
        if row.values.get(column.name)
    ]
    return [cell for cell in filled if cell["text"] != row.label][:_SHOWN_CELLS]


def _describe_change(words: Words, name: str, before: str, after: str) -> dict[str, str]:
    return {
        "label": label_of(words.dataset, name),
        "before": words.shown(name, before),
        "after": words.shown(name, after),
    }


def _labelled(dataset: Dataset, sentences: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "" if name == WHOLE_ROW else label_of(dataset, name), "sentence": sentence}
        for name, sentence in sentences.items()
    ]


def describe_headings(dataset: Dataset, run: ImportRun) -> list[dict[str, Any]]:
    """Describe each heading of the file with its samples and the column guessed for it."""
    personal = personal_names(dataset, None)
    known = {column.name: column for column in dataset.columns}
    return [
        {
            "rank": rank,
            "heading": heading,
            "samples": run.samples.get(heading, []),
            "column": known.get(run.mapping.get(heading, "")),
            "is_personal": run.mapping.get(heading, "") in personal,
        }
        for rank, heading in enumerate(run.headings)
    ]


def page_to_decide(dataset: Dataset, run: ImportRun, number: str | None, *, decided: bool):
    """Give one page of the rows that look like something known."""
    rows = run.rows.filter(awaits=True)
    rows = rows.exclude(decision="") if decided else rows.filter(decision="")
    page = Paginator(rows.order_by("rank"), DECISIONS_PER_PAGE).get_page(number)
    words = Words(dataset, page.object_list)
    page.object_list = [_describe_decision(words, row) for row in page.object_list]
    return page


def _describe_decision(words: Words, row: ImportRow) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "line": row.line,
        "label": row.label,
        "cells": _shown_cells(words, row),
        "decision": row.decision,
        "proposals": [
            {**proposal, "value": f"same:{proposal['key']}", "number": number}
            for number, proposal in enumerate(row.proposals, start=1)
        ],
    }


def twins_of(run: ImportRun, user) -> dict[str, Any] | None:
    """Tell whether the very same file was already brought in."""
    twin = (
        ImportRun.objects.filter(dataset=run.dataset, sha256=run.sha256, state=ImportState.DONE)
        .exclude(pk=run.pk)
        .select_related("requested_by")
        .order_by("-finished_at")
        .first()
    )
    if twin is None:
        return None
    may_see = user.is_staff or twin.requested_by_id == user.pk
    return {"run": twin if may_see else None}


def left_columns(dataset: Dataset, run: ImportRun) -> Sequence[str]:
    """Name the headings that nothing is taken from."""
    if run.layout:
        return []
    personal = set() if run.takes_personal else personal_names(dataset, None)
    return [
        heading
        for heading in run.headings
        if not run.mapping.get(heading) or run.mapping[heading] in personal
    ]
