"""Recognise a file that was brought: its sheet, its headings, what each of them seems to be."""

import itertools
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.core.exchange.datasets import Dataset
from terreau.core.exchange.guessing import known_headings
from terreau.core.exchange.mapping import guess_mapping
from terreau.core.exchange.permissions import can_choose_columns
from terreau.core.exchange.reading import RowReader, TableError
from terreau.core.exchange.runs import open_file, open_reader, run_dataset
from terreau.core.models import ImportRun, ImportState
from terreau.core.verdicts import require

# Up to so many rows the page answers at once; past that a job does it.
AT_ONCE = 300
_SAMPLES = 3
_MOST_SHEETS = 20
# A cover page may hold one known word by chance; headings hold several.
_ENOUGH_WORDS = 2


def recognise(
    run: ImportRun, dataset: Dataset, file: BinaryIO, *, by: Any, sheet: str = ""
) -> None:
    """Note the headings of a file, and what each seems to be; the caller saves the run."""
    reader = open_reader(dataset, file, sheet=sheet) if sheet else _open_best(dataset, file)
    run.samples, run.row_count = _look(reader)
    guess = guess_mapping(dataset, reader.headings, run.samples, by=by)
    run.kind, run.headings = reader.kind, list(reader.headings)
    run.sheet, run.sheets = reader.sheet, reader.sheets
    run.mapping, run.is_recognised = guess.mapping, guess.is_certain
    run.layout = guess.layout.name if guess.layout else ""
    if guess.layout:
        run.licence = run.licence or guess.layout.licence


def choose_sheet(run: ImportRun, *, sheet: str, by: Any) -> None:
    """Read another sheet of the workbook: its columns are to be looked at again."""
    require(can_choose_columns(by, run))
    if sheet not in run.sheets:
        raise TableError(_("Ce classeur n’a pas cette feuille. Choisissez-en une de la liste."))
    with open_file(run) as file:
        recognise(run, run_dataset(run), file, by=by, sheet=sheet)
    with transaction.atomic():
        run.rows.all().delete()
        run.state, run.message, run.read_rows = ImportState.MAPPING, "", 0
        run.save()


def _open_best(dataset: Dataset, file: BinaryIO) -> RowReader:
    """Open the first sheet whose headings are known, else the first one that holds anything."""
    knows = known_headings(dataset)
    first = open_reader(dataset, file)
    others = (name for name in first.sheets[:_MOST_SHEETS] if name != first.sheet)
    readers = itertools.chain([first], _open_each(dataset, file, others))
    best = (one for one in readers if sum(map(knows, one.headings)) >= _ENOUGH_WORDS)
    return next(best, first) if len(first.sheets) > 1 else first


def _open_each(dataset: Dataset, file: BinaryIO, names):
    for name in names:
        try:
            yield open_reader(dataset, file, is_checked=True, sheet=name)
        except TableError:  # an empty sheet, or one too wide, is only not the one to read
            continue


def _look(reader: RowReader) -> tuple[dict[str, list[str]], int]:
    """Take the first values of each heading, and learn whether the file is long."""
    rows = list(itertools.islice(reader, AT_ONCE + 1))
    if not rows:
        raise TableError(
            _("Ce fichier n’a que des titres, et aucune ligne. Choisissez celui qui en contient.")
        )
    samples: dict[str, list[str]] = {heading: [] for heading in reader.headings}
    for place, heading in enumerate(reader.headings):
        filled = dict.fromkeys(row.cells[place][:120] for row in rows if row.cells[place])
        samples[heading] = list(filled)[:_SAMPLES]
    return samples, len(rows)
