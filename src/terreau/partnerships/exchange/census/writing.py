"""Write the rows of a census by batch: sheets that parties lack, partnerships, money, voices."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from terreau.actors.exchange.creating import create_sheets
from terreau.actors.exchange.links import Links
from terreau.actors.exchange.places import current_places
from terreau.actors.exchange.stamps import ImportStamp
from terreau.actors.models import ActionDomain, Organisation
from terreau.alliances.models import Alliance
from terreau.core.exchange.columns import CellError
from terreau.core.exchange.staging import WHOLE_ROW
from terreau.core.journal import record
from terreau.core.models import RowOutcome
from terreau.core.verdicts import require
from terreau.partnerships.actions.census import title_of
from terreau.partnerships.enums import Provenance
from terreau.partnerships.exchange.census.layout import person_sentence
from terreau.partnerships.exchange.census.options import CensusOptions
from terreau.partnerships.exchange.census.reading import GRANT, PARTIES
from terreau.partnerships.exchange.census.rewriting import (
    change_lists,
    change_money,
    change_sheet,
    flows_of,
    territories_of,
)
from terreau.partnerships.exchange.census.unwriting import remove_census
from terreau.partnerships.exchange.finding import uuid_of
from terreau.partnerships.models import (
    Declaration,
    Flow,
    Partnership,
    PartnershipCategory,
    PartnershipScope,
    Party,
)
from terreau.partnerships.permissions_census import can_import_census

Row = Mapping[str, Any]


class CensusWriter:
    """One import while it is written."""

    def __init__(
        self,
        run,
        by,
        posture: str,
        now: datetime.datetime,
        options: CensusOptions,
        alliance: Alliance | None,
    ) -> None:
        require(can_import_census(by))
        self._run, self._options, self._alliance, self._now = run, options, alliance, now
        self._stamp = ImportStamp.of(run, by, posture, now)
        self._by, self._posture = by, self._stamp.by.label
        self._domains = dict(ActionDomain.objects.values_list("code", "pk"))
        self._made: dict[str, Organisation] = {}
        self._links: Links | None = None

    def create(self, rows: Sequence[Row]) -> list[Any]:
        """Write rows; give each partnership, or the reason that refuses it."""
        sides = self._sides(rows)
        faults = [self._fault(row, found) for row, found in zip(rows, sides, strict=True)]
        free = [at for at, fault in enumerate(faults) if fault is None]
        made = self._insert([rows[at] for at in free], [sides[at] for at in free])
        results: list[Any] = list(faults)
        for at, one in zip(free, made, strict=True):
            results[at] = one
        return results

    def _fault(self, row: Row, found: Sequence[Any]) -> CellError | None:
        refusals = [one for one in found if isinstance(one, CellError)]
        if refusals:
            return refusals[0]
        if len({one.pk for one in found}) < 2:
            return CellError(_("Ses parties sont devenues une seule organisation."))
        uuid = uuid_of(row.get("uuid"))
        if uuid and Partnership.objects.filter(uuid=uuid).exists():
            return CellError(_("Ce partenariat existe déjà, et vous ne le voyez pas."))
        return None

    def _sides(self, rows: Sequence[Row]) -> list[list[Any]]:
        """The organisations of each row; those that no sheet is are made, each once."""
        told = [party for row in rows for party in row.get(PARTIES, ())]
        uuids = {UUID(party["uuid"]) for party in told if party["uuid"]}
        known = {str(one.uuid): one for one in Organisation.objects.filter(uuid__in=uuids)}
        self._make([party for party in told if party["uuid"] not in known])
        return [
            [known.get(party["uuid"]) or self._made[party["key"]] for party in row[PARTIES]]
            for row in rows
        ]

    def _make(self, parties: Iterable[Mapping[str, Any]]) -> None:
        wanted = {party["key"]: party for party in parties if party["key"] not in self._made}
        if not wanted:
            return
        if self._links is None:
            self._links = Links(current_places())
        self._recall(wanted)
        left = [party for key, party in wanted.items() if key not in self._made]
        rows = [{"name": party["name"], **party["row"]} for party in left]
        found = create_sheets(rows, stamp=self._stamp, links=self._links) if rows else []
        for party, sheet in zip(left, found, strict=True):
            self._made[party["key"]] = sheet

    def _recall(self, wanted: Mapping[str, Mapping[str, Any]]) -> None:
        """Find again what this import made before an interruption, or what came since."""
        names = {party["name"] for party in wanted.values()}
        mine = Organisation.objects.filter(origin=self._stamp.source, name__in=names)
        by_name = {one.name: one for one in mine.order_by("-pk")}
        for column in ("siren", "siret", "rna"):
            prefix = f"{column}:"
            values = {key.removeprefix(prefix): key for key in wanted if key.startswith(prefix)}
            rows = Organisation.objects.filter(**{f"{column}__in": values}, merged_into=None)
            for one in rows.order_by("-pk"):
                self._made[values[getattr(one, column)]] = one
        for key, party in wanted.items():
            if key.startswith("name:") and party["name"] in by_name:
                self._made[key] = by_name[party["name"]]

    def _insert(
        self, rows: Sequence[Row], sides: Sequence[Sequence[Organisation]]
    ) -> list[Partnership]:
        made = bulk_create_with_history(
            [self._sheet(row, found) for row, found in zip(rows, sides, strict=True)],
            Partnership,
            batch_size=500,
            default_user=self._by,
            default_change_reason=self._stamp.reason[:100],
            default_date=self._now,
        )
        parties = Party.objects.bulk_create(
            Party(partnership=one, organisation=organisation)
            for one, found in zip(made, sides, strict=True)
            for organisation in found
        )
        first = {}
        for party in parties:
            first.setdefault(party.partnership_id, party)
        pairs = list(zip(made, rows, strict=True))
        Flow.objects.bulk_create(
            flow for one, row in pairs for flow in flows_of(first[one.pk], row.get("amounts"))
        )
        self._link(pairs)
        Declaration.objects.bulk_create(
            self._voice(one, source, found[0] if row.get(GRANT) else None)
            for (one, row), found in zip(pairs, sides, strict=True)
            for source in row.get("sources") or ("",)
        )
        return made

    def _sheet(self, row: Row, found: Sequence[Organisation]) -> Partnership:
        one = Partnership(
            title=(row.get("title") or title_of([side.name for side in found])),
            provenance=Provenance.CENSUSED,
            stage="",
            level="",
            action=row.get("action") or "",
            certainty=row.get("certainty") or "",
            starts_on=row.get("starts_on"),
            ends_on=row.get("ends_on"),
            is_public=self._shown(row),
            source=(row.get("sources") or [""])[0],
            created_by=self._by,
            posture=self._posture[:250],
            created_at=self._now,
        )
        if uuid := uuid_of(row.get("uuid")):
            one.uuid = uuid
        return one

    def _shown(self, row: Row) -> bool:
        said = row.get("is_public")
        return self._options.is_public if said is None else bool(said)

    def _voice(
        self, one: Partnership, source: str, organisation: Organisation | None = None
    ) -> Declaration:
        return Declaration(
            partnership=one,
            organisation=organisation,
            source=source[:300],
            certainty=self._options.certainty,
            run_id=self._run.pk,
            by=self._by,
            posture=self._posture[:250],
            declared_at=self._now,
        )

    def _link(self, pairs: Sequence[tuple[Partnership, Row]]) -> None:
        PartnershipCategory.objects.bulk_create(
            PartnershipCategory(partnership=one, category=told)
            for one, row in pairs
            for told in row.get("categories") or ()
        )
        PartnershipScope.objects.bulk_create(
            PartnershipScope(partnership=one, scope=told)
            for one, row in pairs
            for told in row.get("scopes") or ()
        )
        through = Partnership.domains.through
        through.objects.bulk_create(
            through(partnership=one, actiondomain_id=self._domains[code])
            for one, row in pairs
            for code in row.get("domains") or ()
        )
        told = {tuple(row["territories"]) for _one, row in pairs if row.get("territories")}
        units = {tokens: territories_of(tokens) for tokens in told}
        places = Partnership.territories.through
        places.objects.bulk_create(
            places(partnership=one, territory=unit)
            for one, row in pairs
            if row.get("territories")
            for unit in units[tuple(row["territories"])]
        )
        if self._alliance:
            census = Partnership.censuses.through
            census.objects.bulk_create(
                census(partnership=one, alliance=self._alliance) for one, _row in pairs
            )

    def change(self, pairs: Sequence[tuple[Partnership, Row]]) -> list[CellError | None]:
        """Write the given columns; the row was already suited to what is known."""
        found: list[CellError | None] = []
        for one, values in pairs:
            try:
                with transaction.atomic():
                    self._change(one, values)
            except CellError as error:
                found.append(error)
            else:
                found.append(None)
        return found

    def _change(self, one: Partnership, values: Row) -> None:
        change_sheet(one, values, by=self._by, reason=self._stamp.reason[:100])
        change_lists(one, values, self._domains)
        if "amounts" in values:
            change_money(one, values["amounts"] or ())
        if "sources" in values:
            wanted = set(values["sources"] or ())
            known = {row.source or row.posture for row in one.declarations.all()}
            mine = one.declarations.filter(run_id=self._run.pk)
            mine.exclude(source__in=wanted).delete()
            Declaration.objects.bulk_create(
                self._voice(one, source) for source in sorted(wanted - known)
            )
        if self._alliance:
            one.censuses.add(self._alliance)

    def remove(self, instances: Sequence[Partnership]) -> list[CellError | None]:
        """Undo creations."""
        return remove_census(instances, stamp=self._stamp)

    def tell(self) -> None:
        """Write the import once in the journal, with the persons left out."""
        skipped = self._run.rows.filter(outcome=RowOutcome.SKIP).order_by("rank")
        notes = skipped.values_list("notes", flat=True).iterator()
        persons = sum(note.get(WHOLE_ROW) == person_sentence() for note in notes)
        record(
            self._alliance.scope if self._alliance else "instance",
            "census-imported",
            by=self._by,
            posture=self._posture,
            params={
                "file": self._run.file_name,
                "created": str(self._run.create_count),
                "changed": str(self._run.change_count),
                "persons": str(persons),
            },
            now=self._now,
        )
