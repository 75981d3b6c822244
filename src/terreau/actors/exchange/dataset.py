"""Bring organisations in from a file and take the public ones out again."""

import copy
import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.exchange.changing import (
    change_sheets,
    find_uses,
    remove_sheets,
    used_reason,
)
from terreau.actors.exchange.checks import find_faults
from terreau.actors.exchange.columns import SHEET_COLUMNS
from terreau.actors.exchange.completion import Completion
from terreau.actors.exchange.creating import create_sheets
from terreau.actors.exchange.drafts import NOTES
from terreau.actors.exchange.finishing import finish_import
from terreau.actors.exchange.folding import fold_rows, key_of
from terreau.actors.exchange.information import information_texts
from terreau.actors.exchange.input_columns import INPUT_COLUMNS
from terreau.actors.exchange.layouts import LAYOUTS
from terreau.actors.exchange.links import Links
from terreau.actors.exchange.meeting import meet_by_choice
from terreau.actors.exchange.options import ImportOptions, ProvenanceForm
from terreau.actors.exchange.places import current_places
from terreau.actors.exchange.sheets import public_sheet, read_sheet, spare_hidden, with_links
from terreau.actors.exchange.spoken import speak_places
from terreau.actors.exchange.stamps import ImportStamp
from terreau.actors.exchange.targets import find_targets
from terreau.actors.extensions import is_facilitator
from terreau.actors.matching import Proposer, propose_lines
from terreau.actors.models import Mandate, Organisation
from terreau.actors.permissions import (
    can_edit_organisation,
    can_export_organisations,
    can_import_organisations,
)
from terreau.core.exchange.datasets import Ambiguous, Dataset, Proposal, Values
from terreau.core.exchange.staging import load_values
from terreau.core.verdicts import GRANTED, Verdict, refused


class OrganisationDataset(Dataset):
    """The sheets of organisations: public fields of public sheets out, everything checked in."""

    name = "organisations"
    label = gettext_lazy("Organisations")
    lead = gettext_lazy("Une ligne par organisation, avec ses numéros, son lieu et ses domaines.")
    columns = (*SHEET_COLUMNS, *INPUT_COLUMNS)
    key = ("uuid",)
    layouts = LAYOUTS
    fold_same_rows = True
    provenance_form = ProvenanceForm

    def __init__(self, options: ImportOptions | None = None) -> None:
        self.options = options or ImportOptions()
        self._completion: Completion | None = None
        self._links: Links | None = None
        self._proposer = Proposer()

    def for_run(self, run) -> "OrganisationDataset":
        """Give the dataset as one import uses it: its choices, what it keeps in memory."""
        bound = copy.copy(self)
        bound.__init__(ImportOptions.of(run.provenance, run.layout))
        return bound

    def can_import(self, person) -> Verdict:
        """Ask the actors' own rule."""
        return can_import_organisations(person)

    def can_export(self, person) -> Verdict:
        """Ask the actors' own rule."""
        return can_export_organisations(person)

    def can_change(self, instance: Organisation, person) -> Verdict:
        """A sheet held by its own persons is theirs: a link proposes, a file does not impose."""
        verdict = can_edit_organisation(person, instance, today=localdate())
        if verdict or not can_import_organisations(person):
            return verdict
        return refused(
            _(
                "Des personnes parlent au nom de « %(name)s » et tiennent sa fiche. Proposez-leur "
                "ces valeurs par un lien « vérifier ma fiche »."
            )
            % {"name": instance.name}
        )

    def can_change_many(self, instances: Sequence[Organisation], person) -> list[Verdict]:
        """The same for a batch, its mandates read together."""
        today, keys = localdate(), [row.pk for row in instances]
        running = Mandate.objects.current(today).filter(organisation__in=keys)
        holders = set(running.values_list("organisation", "person"))
        held = {organisation for organisation, _person in holders}
        keeps = is_facilitator(person, today=today)
        return [
            GRANTED
            if keeps and row.pk not in held and not row.merged_into_id
            else self.can_change(row, person)
            for row in instances
        ]

    def can_remove_many(self, instances: Sequence[Organisation]) -> list[Verdict]:
        """Refuse those on which persons or alliances now stand."""
        used = find_uses(instances)
        return [refused(used_reason(row, used)) if row.pk in used else GRANTED for row in instances]

    def export_values(self, person) -> Iterable[Values]:
        """The public fields of the public sheets."""
        rows = Organisation.objects.filter(is_public=True, merged_into=None)
        rows = with_links(rows).order_by("name", "pk")
        return (public_sheet(row) for row in rows.iterator(chunk_size=500))

    def read_values(self, instance: Organisation) -> Values:
        """The present values, exactly as the export writes them."""
        return read_sheet(instance)

    def stamp_rows(self, instances: Sequence[Organisation]) -> list[str]:
        """A sheet's version and its last saving change whenever it does."""
        return [f"{row.version}:{row.updated_at.timestamp():.6f}" for row in instances]

    def row_key(self, values: Values) -> tuple | None:
        """Two rows of one file are one organisation when the surest number of both is the same."""
        return key_of(values, folds=self.options.folds)

    def row_label(self, values: Values) -> str:
        """The name alone: a row without one is shown by its own cells."""
        return values.get("name") or ""

    def speak_cells(self, cells: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """Codes of places, by the names of the places."""
        return speak_places(cells)

    def merge_values(self, first: Values, second: Values) -> dict[str, Any] | None:
        """What a second row adds to the first: another SIRET, another name, empty cells."""
        return fold_rows(first, second)

    def complete_rows(self, rows: Sequence[Values]) -> list[dict[str, Any]]:
        """Find communes and sheets, clean numbers, guess worlds."""
        if self._completion is None:
            self._completion = Completion(self.options, current_places())
        return self._completion.complete(rows)

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Tell what completion found wrong, then what is wrong between cells."""
        return [find_faults(row) for row in rows]

    def notes_of(self, values: Values) -> Mapping[str, str]:
        """What was understood for the person, by column."""
        return values.get(NOTES, {})

    def meet_many(self, pairs: Sequence[tuple[Any, Values]]) -> list[dict[str, Any]]:
        """Suit rows to the sheets that a person says they are about."""
        suited = []
        for sheet, values in pairs:
            row = dict(values)
            spare_hidden(row, sheet)
            meet_by_choice(row, read_sheet(sheet), self.options)
            suited.append(row)
        return suited

    def finish_run(self, run, *, now: datetime.datetime) -> None:
        """Tie the sheets of one file together, and tell the import to the journal once."""
        finish_import(run, self._known_links(), self._read_row, now=now)

    def _read_row(self, row) -> Values:
        return load_values(self, row.values)

    def result_texts(self, run) -> list[tuple[str, str]]:
        """The information due to the persons of the file."""
        return information_texts(run)

    def find_existing(self, rows: Sequence[Values]) -> list[Any]:
        """Give the sheets that completion recognised, else those of the same numbers by now."""
        just_asked = self._completion.take_targets() if self._completion else None
        found = find_targets(rows, just_asked)
        wanted = {target.pk for target in found if target.pk}
        known = with_links(Organisation.objects.filter(pk__in=wanted)) if wanted else ()
        sheets = {row.pk: row for row in known}
        return [
            Ambiguous(target.problem) if target.problem else sheets.get(target.pk)
            for target in found
        ]

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Organisations by primary key."""
        return {str(row.pk): row for row in with_links(Organisation.objects.filter(pk__in=keys))}

    def propose(self, rows: Sequence[Values]) -> list[tuple[Proposal, ...]]:
        """Sheets that rows of no known number resemble; a person decides."""
        return self._proposer.propose(rows)

    def propose_within(self, rows) -> Iterator[tuple[int, tuple[Proposal, ...]]]:
        """Lines before it that a line without common number resembles; a person decides."""
        return propose_lines(rows)

    def create_many(self, rows: Sequence[Values], *, by, posture, now, run) -> list[Any]:
        """Create sheets by batch, with their history and their provenance."""
        stamp = ImportStamp.of(run, by, posture, now)
        return create_sheets(rows, stamp=stamp, links=self._known_links())

    def change_many(
        self, pairs: Sequence[tuple[Any, Values]], *, by, posture, now, run
    ) -> list[Any]:
        """Change sheets, each in a savepoint of its own."""
        stamp = ImportStamp.of(run, by, posture, now)
        return change_sheets(pairs, stamp=stamp, links=self._known_links())

    def remove_many(self, instances: Sequence[Any], *, by, posture, now, run) -> list[Any]:
        """Undo creations."""
        return remove_sheets(instances, stamp=ImportStamp.of(run, by, posture, now))

    def _known_links(self) -> Links:
        if self._links is None:
            self._links = Links(current_places())
        return self._links
