"""Real grant files: every euro is found again, and what is left out is told."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db.models import Sum
from django.utils import timezone

from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.datasets import get_dataset
from terreau.core.exchange.runs import plan_run
from terreau.core.models import ImportRun, ImportState, RowOutcome
from terreau.partnerships.exchange.census.amounts import read_amount
from terreau.partnerships.exchange.census.layout import GRANTS
from terreau.partnerships.models import Flow, Partnership
from tests.alliances.factories import make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.reference]


def _bring(path: Path, **told) -> ImportRun:
    cast = make_cast()
    provenance = {"alliance": cast.alliance.slug, "default_world": "general_interest", **told}
    run = receive_file(
        dataset=get_dataset("partnership-census"),
        file_name=path.name,
        content=ContentFile(path.read_bytes()).read(),
        by=cast.bastien.person,
        provenance=provenance,
        now=timezone.now(),
    )
    if run.state == ImportState.PLANNING:  # a long file is left to a job
        plan_run(run)
    return run


def test_the_grants_of_a_departement_are_all_found_again(reference_data: Path) -> None:
    (path,) = (reference_data / "grants" / "pdl").glob("224400028_*.csv")
    pairs: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    told: Counter = Counter()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for cells in csv.DictReader(file, delimiter=";"):
            (row,) = GRANTS.unfold(cells)
            amount = read_amount(cells["Montant total de la subvention"] or "0")
            if "" in row:
                told["aside"] += 1
                told["aside_eur"] += amount
                continue
            told["kept"] += 1
            assert row["amount_year"].isdigit()
            pairs[row["first_number"], row.get("second_number") or row["second_name"]] += amount
    assert (told["kept"], told["aside"]) == (18_131, 17)
    assert sum(pairs.values()) + told["aside_eur"] == Decimal("506914236.63")


def test_the_valid_example_of_the_schema_comes_in_whole(reference_data: Path) -> None:
    run = _bring(reference_data / "grants" / "scdl_schema" / "exemple_valide.csv")
    assert (run.layout, run.reject_count, run.skip_count) == ("scdl-subventions", 0, 0)
    confirm_run(run, by=run.requested_by, now=timezone.now())
    run.refresh_from_db()
    assert Partnership.objects.count() == run.create_count
    cells = [dict(zip(run.headings, row.cells, strict=True)) for row in run.rows.all()]
    wanted = sum(read_amount(row["montant"]) for row in cells)
    assert Flow.objects.aggregate(told=Sum("value_eur"))["told"] == wanted


def test_numbers_destroyed_by_a_spreadsheet_refuse_or_leave_the_name(reference_data: Path) -> None:
    path = reference_data / "grants" / "toulouse" / "subventions-toulouse_2022.csv"
    run = _bring(path)
    assert run.reject_count == run.row_count == 396
    reasons = run.rows.filter(outcome=RowOutcome.ERROR).first().reasons
    assert "2,43E+13" in reasons["first_number"]
    kept = _bring(path, broken_numbers="drop")
    assert kept.reject_count <= 4
    assert kept.create_count > 300


def test_a_workbook_with_its_own_headings_is_read(reference_data: Path) -> None:
    (path,) = (reference_data / "grants" / "pdl").glob("*.xlsx")
    run = _bring(path)
    assert (run.layout, run.row_count) == ("scdl-subventions", 61)
    assert run.create_count == 35
    assert run.same_count == 16
    assert all(row.reasons for row in run.rows.filter(outcome=RowOutcome.ERROR))
