"""Write the whole referential in one transaction: a stop in the middle leaves nothing behind."""

import datetime
from collections.abc import Callable
from pathlib import Path

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.core.table_statistics import count_again
from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.embedding import embed_series
from terreau.territories.loading import rows as make
from terreau.territories.loading.aggregates import sum_up_units
from terreau.territories.loading.touching import link_units
from terreau.territories.models import Adjacency, Contour, ReferenceImport, Territory
from terreau.territories.sources.embedded import EMBEDDED, EmbeddedReferential
from terreau.territories.vintages import EMBEDDED_SLUG, ensure_sources

ProgressReport = Callable[[int, int, str], None]
BATCH = 2_000
WRITTEN = [
    field.attname
    for field in Territory._meta.concrete_fields
    # The density grid comes from a file of its own.
    if field.attname not in {"id", "kind", "code", "density_class", "density_year"}
]
CONTOUR_FIELDS = [
    *("zone", "path", "simple_path", "min_x", "min_y", "max_x", "max_y"),
    *("basis", "borrowed_from"),
]


def load_referential(
    departements: set[str] | None = None,
    *,
    progress: ProgressReport | None = None,
    path: Path = EMBEDDED,
    now: datetime.datetime | None = None,
) -> ReferenceImport:
    """Load all of France, or these départements only; loading again changes nothing."""
    with EmbeddedReferential(path) as archive:
        scope = "" if departements is None else ",".join(sorted(departements))
        done = ReferenceImport.objects.filter(
            source__slug=EMBEDDED_SLUG, sha256=archive.sha256, scope__in={"", scope}
        ).first()
        if done:
            return done
        chosen = archive.departements if departements is None else sorted(departements)
        work = _Loading(archive, chosen, progress or _silent)
        with transaction.atomic():
            return work.run(scope, now or timezone.now())


def _silent(_done: int, _total: int, _message: str) -> None:
    pass


class _Loading:
    """One loading, level after level, since each level points to the one above."""

    STEPS = 7

    def __init__(
        self, archive: EmbeddedReferential, departements: list[str], progress: ProgressReport
    ) -> None:
        self.archive, self.departements, self.report = archive, departements, progress
        self.keys: make.Keys = {}
        self.step = self.rows = 0

    def run(self, scope: str, now: datetime.datetime) -> ReferenceImport:
        """Load each level, then say so in the table of imports."""
        sources = ensure_sources()
        before = Territory.objects.count()
        communes = [row for dep in self.departements for row in self.archive.communes(dep)]
        self._tell(_("régions, départements et intercommunalités"))
        self._load_units(communes)
        self._tell(_("communes"))
        self._write([make.commune(row, self.keys) for row in communes])
        self._tell(_("anciennes communes"))
        self._load_former_communes()
        self._tell(_("chefs-lieux et sommes"))
        self._load_seats()
        sum_up_units()
        self._tell(_("contours"))
        self._load_contours()
        self._tell(_("voisinages"))
        self._load_neighbours()
        self._tell(_("terminé"))
        done = ReferenceImport.objects.create(
            source=sources[EMBEDDED_SLUG],
            loaded_at=now,
            origin=self.archive.path.name,
            sha256=self.archive.sha256,
            vintage=sources[EMBEDDED_SLUG].vintage,
            scope=scope,
            rows=self.rows,
            created=Territory.objects.count() - before,
        )
        embed_series(done)
        return done

    def _tell(self, message: str) -> None:
        self.step += 1
        self.report(self.step, self.STEPS, message)

    def _write(self, territories: list[Territory]) -> None:
        _write_all(
            Territory.objects,
            territories,
            update_conflicts=True,
            unique_fields=["kind", "code"],
            update_fields=WRITTEN,
        )
        self.rows += len(territories)
        for kind in {territory.kind for territory in territories}:
            stored = Territory.objects.filter(kind=kind).order_by()
            self.keys |= {(kind, code): pk for code, pk in stored.values_list("code", "pk")}

    def _load_units(self, communes: list[make.Row]) -> None:
        units = self.archive.units()
        chosen = [
            row
            for row in units
            if row["niveau"] == "departement" and row["code"] in set(self.departements)
        ]
        above = {row["region"] for row in chosen} - make.COLLECTIVITIES
        regions = [row for row in units if row["niveau"] == "region" and row["code"] in above]
        self._write([make.region(row) for row in regions])
        self._write([make.departement(row, self.keys) for row in chosen])
        members = {row["epci"] for row in communes}
        self._write([make.epci(row) for row in self.archive.epci() if row["code"] in members])

    def _load_former_communes(self) -> None:
        chosen = set(self.departements)
        rows = [row for row in self.archive.former_communes() if row["dep"] in chosen]
        parents = {
            territory.code: territory
            for territory in Territory.objects.filter(kind=TerritoryKind.COMMUNE)
            .order_by()
            .only("pk", "code", "departement_id", "region_id", "epci_id")
        }
        self._write([make.former_commune(row, parents[row["commune"]]) for row in rows])

    def _load_seats(self) -> None:
        seats = {(row["niveau"], row["code"]): row["chef_lieu"] for row in self.archive.units()}
        units = Territory.objects.filter(
            kind__in=[TerritoryKind.REGION, TerritoryKind.DEPARTEMENT, TerritoryKind.COLLECTIVITY]
        )
        for unit in units:
            level = "region" if unit.kind == TerritoryKind.REGION else "departement"
            code = seats.get((level, unit.code), "")
            unit.seat_id = self.keys.get((TerritoryKind.COMMUNE, code))
        Territory.objects.bulk_update(units, ["seat"], batch_size=200)

    def _load_contours(self) -> None:
        levels = [
            (TerritoryKind.REGION, "regions"),
            (TerritoryKind.DEPARTEMENT, "departements"),
            (TerritoryKind.EPCI, "epci"),
        ] + [(TerritoryKind.COMMUNE, f"communes/{dep}") for dep in self.departements]
        contours = [
            make.contour(row, self.keys[kind, row["code"]], self.keys)
            for kind, level in levels
            for row in self.archive.contours(level)
            if (kind, row["code"]) in self.keys
        ]
        _write_all(
            Contour.objects,
            contours,
            update_conflicts=True,
            unique_fields=["territory"],
            update_fields=CONTOUR_FIELDS,
        )
        self.rows += len(contours)

    def _load_neighbours(self) -> None:
        commune = TerritoryKind.COMMUNE
        pairs = (
            (self.keys.get((commune, row["a"])), self.keys.get((commune, row["b"])))
            for dep in self.departements
            for row in self.archive.neighbours(dep)
        )
        rows = [Adjacency(first_id=a, second_id=b) for a, b in pairs if a and b]
        _write_all(Adjacency.objects, rows, ignore_conflicts=True)
        self.rows += len(rows) + link_units()
        count_again(Territory, Contour, Adjacency)


def _write_all(manager: models.Manager, rows: list, **options) -> None:
    for start in range(0, len(rows), BATCH):
        manager.bulk_create(rows[start : start + BATCH], **options)
