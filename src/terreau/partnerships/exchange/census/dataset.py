"""The census as a dataset: what exists comes in, each partnership once, and goes out again."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.alliances.models import Alliance
from terreau.core.exchange.datasets import Dataset, Proposal, Values
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.partnerships.enums import Provenance
from terreau.partnerships.exchange.census.columns import census_columns
from terreau.partnerships.exchange.census.completing import (
    alike_of,
    complete,
    merge,
    row_key,
    suit,
    surely,
)
from terreau.partnerships.exchange.census.layout import LAYOUTS
from terreau.partnerships.exchange.census.options import (
    PERIMETER,
    CensusOptions,
    CensusProvenanceForm,
    alliances_of,
)
from terreau.partnerships.exchange.census.parties import PartyFinder
from terreau.partnerships.exchange.census.reading import FAULTS, NOTES, PARTIES
from terreau.partnerships.exchange.census.sheets import read_sheet, with_links
from terreau.partnerships.exchange.census.writing import CensusWriter
from terreau.partnerships.exchange.finding import seen_by, uuid_of
from terreau.partnerships.models import Partnership
from terreau.partnerships.permissions_census import can_import_census
from terreau.territories.models import Territory

LEAST_ALIKE = 0.5
# Rows read with all their links in one go: databases bound what one query may name.
AT_ONCE = 400


class CensusDataset(Dataset):
    """Existing partnerships: spreadsheets of two sides, public grants read without any mapping."""

    name = "partnership-census"
    label = gettext_lazy("Recensement de partenariats")
    lead = gettext_lazy(
        "Une ligne par partenariat qui existe, ou un fichier de subventions publiques : les "
        "montants sont additionnés par paire et par année, les personnes laissées de côté."
    )
    columns = census_columns()
    key = ("uuid",)
    layouts = LAYOUTS
    fold_same_rows = True
    provenance_form = CensusProvenanceForm

    def __init__(self, options: CensusOptions | None = None, run: Any = None) -> None:
        self.options = options or CensusOptions()
        self.run = run
        self.person = run.requested_by if run is not None else None
        self._finder: PartyFinder | None = None
        self._writer: CensusWriter | None = None

    def for_run(self, run) -> "CensusDataset":
        """Give the dataset as one import uses it."""
        bound = copy.copy(self)
        bound.__dict__.pop("_places", None)
        bound.__init__(CensusOptions.of(run.provenance, run.layout), run)
        return bound

    def can_import(self, person) -> Verdict:
        """Ask the census' own rule."""
        return can_import_census(person)

    def can_export(self, person) -> Verdict:
        """Let whoever signed in take out what they may read."""
        if getattr(person, "is_authenticated", False):
            return GRANTED
        return refused(_("Connectez-vous pour emporter le recensement."))

    def can_change(self, instance: Partnership, person) -> Verdict:
        """A file only adds to what is known: whoever may bring one in may add."""
        return can_import_census(person)

    def can_remove_many(self, instances: Sequence[Partnership]) -> list[Verdict]:
        """Refuse what is lived in Terreau by now, or what somebody else declared since."""
        return [self._removal(one) for one in instances]

    def _removal(self, one: Partnership) -> Verdict:
        if one.provenance != Provenance.CENSUSED:
            return refused(_("Ce partenariat est suivi dans Terreau par ses parties."))
        key = self.run.pk if self.run is not None else None
        if any(said.run_id != key for said in one.declarations.all()):
            return refused(_("Quelqu’un d’autre a déclaré ce partenariat depuis."))
        return GRANTED

    @property
    def source(self) -> str:
        """How the declarations of this import name their source."""
        if self.run is None:
            return ""
        said = self.run.source or _("fichier « %(name)s »") % {"name": self.run.file_name}
        return said[:300]

    @property
    def alliance(self) -> Alliance | None:
        """The alliance whose census this import fills, if the person may."""
        if not self.options.alliance or self.person is None:
            return None
        return alliances_of(self.person).filter(slug=self.options.alliance).first()

    def export_values(self, person) -> Iterable[Values]:
        """Give what a census knows among what this person may see."""
        rows = seen_by(person).filter(provenance=Provenance.CENSUSED).distinct()
        return (read_sheet(row) for row in with_links(rows).order_by("created_at", "pk"))

    def read_values(self, instance: Partnership) -> Values:
        """The present values, exactly as the export writes them."""
        return read_sheet(instance)

    def stamp_rows(self, instances: Sequence[Any]) -> list[str]:
        """Read them again with their links: what was just written came without."""
        found = self.find_by_key([str(one.pk) for one in instances])
        return super().stamp_rows([found[str(one.pk)] for one in instances])

    def row_key(self, values: Values) -> tuple | None:
        """The same sides, and the same thing or the same money."""
        return row_key(values)

    def merge_values(self, first: Values, second: Values) -> dict[str, Any] | None:
        """Amounts are added, lists joined."""
        return merge(first, second)

    def row_label(self, values: Values) -> str:
        """Its title, else its parties."""
        names = [party["name"] for party in values.get(PARTIES, ())]
        return values.get("title") or " → ".join(names)

    def complete_rows(self, rows: Sequence[Values]) -> list[dict[str, Any]]:
        """Find the parties, then the partnership that says exactly the same."""
        completed = complete(rows, self.options, self._parties(), self.source, self._places)
        named = [row for row in completed if row.get("uuid")]
        for row, known in zip(named, self._by_uuid(named), strict=True):
            if known is not None:
                self._suit(row, known)
        others = [row for row in completed if not row.get("uuid") and not row.get(FAULTS)]
        sure = [surely(row, alike) for row, alike in zip(others, self._alike(others), strict=True)]
        sheets = self.find_by_key([str(one.partnership.pk) for one in sure if one])
        for row, one in zip(others, sure, strict=True):
            if one:
                self._suit(row, sheets[str(one.partnership.pk)])
        return completed

    def _suit(self, row: dict[str, Any], known: Partnership) -> None:
        suit(row, read_sheet(known), is_lived=known.provenance != Provenance.CENSUSED)

    def meet_many(self, pairs: Sequence[tuple[Any, Values]]) -> list[dict[str, Any]]:
        """Suit rows to the partnerships that a person says they are about."""
        suited = []
        for known, values in pairs:
            row = dict(values)
            self._suit(row, known)
            suited.append(row)
        return suited

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Tell what completion found wrong."""
        return [dict(row.get(FAULTS, {})) for row in rows]

    def notes_of(self, values: Values) -> Mapping[str, str]:
        """What was understood for the person, by column."""
        return values.get(NOTES, {})

    def find_existing(self, rows: Sequence[Values]) -> list[Partnership | None]:
        """Find by the identifier that completion gave."""
        return self._by_uuid(rows)

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        found: dict[str, Any] = {}
        for start in range(0, len(keys), AT_ONCE):
            rows = Partnership.objects.filter(pk__in=keys[start : start + AT_ONCE])
            found |= {str(one.pk): one for one in with_links(rows)}
        return found

    def propose(self, rows: Sequence[Values]) -> list[tuple[Proposal, ...]]:
        """Partnerships of the same sides; a person decides."""
        return [
            tuple(
                Proposal(
                    key=str(one.partnership.pk),
                    label=one.partnership.title,
                    detail=one.partnership.standing_label,
                    score=one.score,
                    reasons=one.reasons,
                    url=one.partnership.get_absolute_url(),
                )
                for one in alike
                if one.score >= LEAST_ALIKE
            )
            for alike in self._alike(rows)
        ]

    def create_many(self, rows: Sequence[Values], *, by, posture, now, run) -> list[Any]:
        """Write partnerships by batch, with the sheets that their parties lack."""
        return self._write(run, by, posture, now).create(rows)

    def change_many(
        self, pairs: Sequence[tuple[Any, Values]], *, by, posture, now, run
    ) -> list[Any]:
        """Add to partnerships, or put back what an import had added."""
        return self._write(run, by, posture, now).change(pairs)

    def remove_many(self, instances: Sequence[Any], *, by, posture, now, run) -> list[Any]:
        """Undo creations, and take away the sheets that nothing else uses."""
        return self._write(run, by, posture, now).remove(instances)

    def finish_run(self, run, *, now) -> None:
        """Tell the import to the journal once, persons counted."""
        self._write(run, run.requested_by, run.posture, now).tell()

    def _write(self, run, by, posture, now) -> CensusWriter:
        if self._writer is None:
            self._writer = CensusWriter(run, by, posture, now, self.options, self.alliance)
        return self._writer

    @cached_property
    def _places(self) -> list[str]:
        if self.options.where != PERIMETER or self.alliance is None:
            return []
        return [unit.token for unit in self.alliance.perimeter.all()]

    def _parties(self) -> PartyFinder:
        if self._finder is None:
            alliance, near = self.alliance, []
            if alliance:
                units = list(alliance.perimeter.all())
                near = list(Territory.objects.communes_of(units).values_list("pk", flat=True))
            self._finder = PartyFinder(self.options.actors, near)
        return self._finder

    def _by_uuid(self, rows: Sequence[Values]) -> list[Partnership | None]:
        asked = {uuid for row in rows if (uuid := uuid_of(row.get("uuid")))}
        if not asked:
            return [None for _row in rows]
        seen = seen_by(self.person).filter(uuid__in=asked).order_by()
        keys = {str(uuid): str(pk) for uuid, pk in seen.values_list("uuid", "pk")}
        sheets = self.find_by_key(list(keys.values()))
        return [sheets.get(keys.get(str(row.get("uuid") or "").lower(), "")) for row in rows]

    def _alike(self, rows: Sequence[Values]):
        return alike_of(rows, self.person)
