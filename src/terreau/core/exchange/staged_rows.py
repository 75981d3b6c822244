"""Keep the drafts of a batch as rows, in one bulk writing that makes no object."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from terreau.core.bulk_rows import insert_tuples
from terreau.core.exchange.datasets import Dataset, Proposal
from terreau.core.exchange.planning import Draft
from terreau.core.exchange.staging import clip, store_values
from terreau.core.models import ImportRow, ImportRun

# What every row starts with: nothing decided, nothing written.
_BLANK = {
    "decision": "",
    "decided_by": None,
    "decided_at": None,
    "applied_key": "",
    "stamp": "",
    "undone": False,
    "obstacle": "",
}
_SAID = (
    *("rank", "line", "part", "cells", "values", "outcome", "label", "target_key", "target_label"),
    *("changes", "reasons", "notes", "proposals", "awaits", "best_score", "before"),
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def insert_drafts(dataset: Dataset, run: ImportRun, last: int, drafts: Sequence[Draft]) -> None:
    """Write the rows of these drafts, ranked after `last`."""
    fields = [ImportRow._meta.get_field(name) for name in ("run", *_SAID, *_BLANK)]
    key = fields[0].get_db_prep_save(run.pk, connection)
    blanks = tuple(_BLANK.values())
    rows = (
        (key, rank, *_said(dataset, draft), *blanks)
        for rank, draft in enumerate(drafts, start=last + 1)
    )
    insert_tuples(ImportRow, fields, rows)


def _said(dataset: Dataset, draft: Draft) -> tuple[Any, ...]:
    known = draft.instance is not None
    before = {name: text for name, text, _after in draft.changes} if known else None
    return (
        draft.raw.line,
        draft.part,
        _encode(draft.raw.cells),
        _encode(store_values(dataset, draft.values)),
        str(draft.outcome),
        clip(dataset.row_label(draft.values)),
        str(draft.instance.pk) if known else "",
        clip(draft.instance) if known else "",
        _encode(draft.changes) if draft.changes else "[]",
        _encode(draft.errors) if draft.errors else "{}",
        _encode(draft.notes) if draft.notes else "{}",
        _encode([_plain(proposal) for proposal in draft.proposals]) if draft.proposals else "[]",
        bool(draft.proposals),
        max((proposal.score for proposal in draft.proposals), default=0.0),
        _encode(before) if known else None,
    )


def _plain(proposal: Proposal) -> dict[str, Any]:
    return {
        "key": proposal.key,
        "label": clip(proposal.label),
        "detail": clip(proposal.detail),
        "score": proposal.score,
        "reasons": list(proposal.reasons),
        "url": proposal.url,
    }
