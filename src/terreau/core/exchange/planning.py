"""Work out what each row of a file would do, by batches, without touching what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from terreau.core.exchange.columns import CellError, Column, read_cell
from terreau.core.exchange.datasets import Ambiguous, Dataset, Layout, Proposal
from terreau.core.exchange.reading import RawRow
from terreau.core.exchange.staging import WHOLE_ROW, clip, find_changes
from terreau.core.models import ImportRow, ImportRun, RowOutcome


@dataclass(slots=True)
class Seen:
    """The first row of a key; `draft` until it is staged, `rank` from then on."""

    line: int
    rank: int = 0
    draft: "Draft | None" = None


@dataclass
class Draft:
    """One row in the making."""

    raw: RawRow
    part: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    outcome: str = RowOutcome.ERROR
    instance: Any = None
    changes: list[list[str]] = field(default_factory=list)
    proposals: Sequence[Proposal] = ()
    seen: Seen | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether nothing was found against it yet."""
        return not self.errors and self.outcome == RowOutcome.ERROR


class Planner:
    """Plan rows in batches, so that the number of queries stays small."""

    def __init__(self, dataset: Dataset, run: ImportRun, *, by: Any):
        self._dataset = dataset
        self._by = by
        self._empty_clears = run.empty_clears
        self._headings = tuple(run.headings)
        self._layout = find_layout(dataset, run.layout)
        self._left_out = set() if run.takes_personal else personal_names(dataset, self._layout)
        self._columns = columns_in_order(dataset, run)
        self._required = [column for column in dataset.columns if column.required]
        self._seen: dict[tuple, Seen] = {}
        self._late: list[tuple[int, dict[str, Any]]] = []

    def remember(self, line: int, rank: int, values: Mapping[str, Any]) -> None:
        """Take into account a row planned before an interruption."""
        if (key := self._dataset.row_key(values)) is not None:
            self._seen.setdefault(key, Seen(line, rank))

    def take_late(self, drafts: Sequence[Draft], rank: int) -> list[tuple[int, dict[str, Any]]]:
        """Give the rows staged earlier to which this batch adds, as (rank, values)."""
        for place, draft in enumerate(drafts, start=1):
            if draft.seen is not None:
                draft.seen.rank, draft.seen.draft = rank + place, None
        late, self._late = self._late, []
        return late

    def plan(self, raws: Sequence[RawRow]) -> list[Draft]:
        """Plan a batch of rows."""
        drafts = [draft for raw in raws for draft in self._unfold(raw)]
        self._complete([draft for draft in drafts if draft.is_open])
        for draft in drafts:
            if draft.is_open:
                self._check_twin(draft)
        self._find_targets([draft for draft in drafts if draft.is_open])
        self._propose([draft for draft in drafts if draft.outcome == RowOutcome.CREATE])
        return drafts

    def _unfold(self, raw: RawRow) -> list[Draft]:
        if raw.fault:
            return [Draft(raw, errors={WHOLE_ROW: raw.fault})]
        if raw.cells == self._headings:
            return [_left_aside(raw, _("Cette ligne répète les titres."))]
        if self._layout is None:
            return [self._read(raw, 0, self._texts(raw))]
        try:
            parts = self._layout.unfold(dict(zip(self._headings, raw.cells, strict=True)))
        except CellError as error:
            return [Draft(raw, errors={WHOLE_ROW: str(error)})]
        if not parts:
            return [_left_aside(raw, _("Cette ligne ne parle d’aucune fiche à reprendre."))]
        return [self._part(raw, rank, part) for rank, part in enumerate(parts)]

    def _part(self, raw: RawRow, rank: int, part: Mapping[str, str]) -> Draft:
        """Read a part of a line; the empty name says why the part is left aside."""
        if WHOLE_ROW in part:
            return replace(_left_aside(raw, part[WHOLE_ROW]), part=rank)
        return self._read(raw, rank, part)

    def _texts(self, raw: RawRow) -> dict[str, str]:
        pairs = zip(self._columns, raw.cells, strict=True)
        return {column.name: cell for column, cell in pairs if column}

    def _read(self, raw: RawRow, part: int, texts: Mapping[str, str]) -> Draft:
        draft, columns = Draft(raw, part), self._dataset.columns_by_name
        for name, text in texts.items():
            if name not in self._left_out and (text or self._empty_clears):
                self._read_cell(draft, columns[name], text)
        return draft

    def _read_cell(self, draft: Draft, column: Column, text: str) -> None:
        try:
            value, note = read_cell(column, text)
        except CellError as error:
            draft.errors[column.name] = str(error)
            return
        if value is not None or self._empty_clears:
            draft.values[column.name] = value
        if note:
            draft.notes[column.name] = note

    def _complete(self, drafts: list[Draft]) -> None:
        if not drafts:
            return
        completed = self._dataset.complete_rows([draft.values for draft in drafts])
        for draft, values in zip(drafts, completed, strict=True):
            draft.values = dict(values)
            draft.notes |= self._dataset.notes_of(values)
        wrong = self._dataset.check_rows([draft.values for draft in drafts])
        for draft, errors in zip(drafts, wrong, strict=True):
            draft.errors |= errors

    def _check_twin(self, draft: Draft) -> None:
        key = self._dataset.row_key(draft.values)
        if key is None:
            return
        if key not in self._seen:
            self._seen[key] = draft.seen = Seen(draft.raw.line, draft=draft)
            return
        first = self._seen[key]
        said = {"twin": first.line}
        sentence = _("Cette ligne parle de la même chose que la ligne %(twin)d.") % said
        if self._dataset.fold_same_rows:
            draft.outcome, draft.notes[WHOLE_ROW] = RowOutcome.SAME, sentence
            self._fold(first, draft)
        else:
            draft.errors[WHOLE_ROW] = sentence

    def _fold(self, first: Seen, draft: Draft) -> None:
        """Give the row kept what this one adds, at once or when it is already staged."""
        if first.draft is None:
            self._late.append((first.rank, draft.values))
        elif merged := self._dataset.merge_values(first.draft.values, draft.values):
            first.draft.values = merged

    def _find_targets(self, drafts: list[Draft]) -> None:
        if not drafts:
            return
        found = self._dataset.find_existing([draft.values for draft in drafts])
        for draft, instance in zip(drafts, found, strict=True):
            if isinstance(instance, Ambiguous):
                draft.errors[WHOLE_ROW] = instance.sentence
            else:
                draft.instance = instance
                draft.errors |= self._find_missing(draft.values, instance)
        compare_drafts(self._dataset, [draft for draft in drafts if draft.is_open], by=self._by)

    def _find_missing(self, values: Mapping[str, Any], instance: Any) -> dict[str, str]:
        return {
            column.name: _("Cette case est obligatoire. Remplissez-la.")
            for column in self._required
            if values.get(column.name) is None and (instance is None or column.name in values)
        }

    def _propose(self, drafts: list[Draft]) -> None:
        if not drafts:
            return
        proposals = self._dataset.propose([draft.values for draft in drafts])
        for draft, found in zip(drafts, proposals, strict=True):
            draft.proposals = found


def compare_drafts(dataset: Dataset, drafts: Sequence[Draft], *, by: Any) -> None:
    """Tell what each row changes in what it is about, and whether this person may."""
    known = [draft for draft in drafts if draft.instance is not None]
    instances = [draft.instance for draft in known]
    present = dataset.read_many(instances) if known else []
    for draft, now in zip(known, present, strict=True):
        draft.changes = find_changes(dataset, draft.values, now)
        draft.outcome = RowOutcome.CHANGE if draft.changes else RowOutcome.SAME
    changing = [draft for draft in known if draft.changes]
    verdicts = dataset.can_change_many([draft.instance for draft in changing], by)
    for draft, verdict in zip(changing, verdicts, strict=True):
        if not verdict:
            draft.outcome, draft.changes = RowOutcome.ERROR, []
            draft.errors[WHOLE_ROW] = verdict.reason
    for draft in drafts:
        if draft.instance is None:
            # What a creation changes is all its values: they are not kept twice.
            draft.outcome = RowOutcome.CREATE
            draft.changes = []


def settle(row: ImportRow, draft: Draft) -> ImportRow:
    """Write into a row what was found for it."""
    known = draft.instance is not None
    row.outcome, row.reasons, row.changes = draft.outcome, draft.errors, draft.changes
    row.target_key = str(draft.instance.pk) if known else ""
    row.target_label = clip(draft.instance) if known else ""
    row.before = {name: text for name, text, _after in draft.changes} if known else None
    return row


def find_layout(dataset: Dataset, name: str) -> Layout | None:
    """Find one of the official layouts of a dataset."""
    return next((layout for layout in dataset.layouts if layout.name == name), None)


def personal_names(dataset: Dataset, layout: Layout | None) -> set[str]:
    """Name the columns that tell of persons."""
    always = {column.name for column in dataset.columns if column.is_personal}
    return always | set(layout.personal if layout else ())


def columns_in_order(dataset: Dataset, run: ImportRun) -> list[Column | None]:
    """Give the column of each heading; None for a heading that is left aside."""
    known = {column.name: column for column in dataset.columns}
    return [known.get(run.mapping.get(heading, "")) for heading in run.headings]


def _left_aside(raw: RawRow, sentence: str) -> Draft:
    return Draft(raw, outcome=RowOutcome.SKIP, notes={WHOLE_ROW: sentence})
