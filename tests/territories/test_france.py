"""All of France, and the official lists that are not shipped."""

import csv
import lzma
from pathlib import Path

import numpy as np
import pytest

from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.perimeters import country_figures
from terreau.territories.indicators.reading import read_table
from terreau.territories.models import Adjacency, Territory

pytestmark = [
    pytest.mark.national,
    pytest.mark.django_db,
    pytest.mark.usefixtures("france"),
]


def test_all_of_france_is_loaded() -> None:
    communes = Territory.objects.communes()
    assert communes.count() == 34_969
    assert communes.filter(population=0).count() == 6
    assert communes.filter(population=None).count() == 6
    assert communes.filter(aged_0_19=None).count() == 122
    assert communes.filter(departement__kind=TerritoryKind.COLLECTIVITY).count() == 94
    assert Territory.objects.filter(kind=TerritoryKind.EPCI).count() == 1_253
    assert Adjacency.objects.filter(first__kind="commune").count() == 102_048
    without = communes.filter(contour=None)
    assert not without.exclude(departement__kind=TerritoryKind.COLLECTIVITY).exists()
    bas_rhin = Territory.objects.get(kind="departement", code="67")
    beside = {unit.code for unit in Adjacency.objects.touching(bas_rhin)}
    assert beside == {"54", "57", "68", "88"}


@pytest.mark.reference
def test_the_lists_of_the_state_join_on_our_codes(reference_data: Path) -> None:
    epci_of = dict(Territory.objects.communes().values_list("code", "epci__code"))
    listed = frr_codes(reference_data / "territories" / "liste-communes-FRR-juillet2025.csv")
    assert len(listed) == 34_875
    assert [code for code in listed if code not in epci_of] == []
    members = perimeters(reference_data / "territories" / "dgcl_perimetre-epci-a-fp_2025.csv")
    assert len(members) == 34_872
    moved = [code for code, siren in members if epci_of.get(code) != siren]
    # The list is of 2025, ours of 1 January 2026: a few intercommunalités changed in between.
    assert len(moved) == 46


def frr_codes(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()[1:]
    return [line.split(";")[0] for line in lines]


def perimeters(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="cp1252") as file:
        return [(row["insee"], row["siren"]) for row in csv.DictReader(file, delimiter=";")]


def test_the_indicators_of_the_country_hold() -> None:
    found = {one.slug: one for one in country_figures()}
    assert found["population"].value == 68_350_798
    assert found["population-recensement"].value == 67_313_254
    assert found["logements"].value == 37_110_314
    assert (found["population"].known, found["population"].total) == (34_875, 34_875)
    assert found["part-65-plus"].coverage == "34\u202f847 communes sur 34\u202f875"


def test_what_changed_of_ground_has_no_growth() -> None:
    table = read_table(["evolution-population"])
    codes = dict(Territory.objects.communes().values_list("pk", "code"))
    pairs = zip(table.keys.tolist(), table.column("evolution-population"), strict=True)
    growth = {codes[key]: value for key, value in pairs}
    # Saint-Denis took Pierrefitte over in 2025, Saint-Martin-de-May was made in 2025.
    for code in ("93066", "14408", "60054"):
        assert np.isnan(growth[code])
    charenton = Territory.objects.get(kind="commune", code="94018")
    before = charenton.census_population
    assert growth["94018"] == pytest.approx((charenton.population - before) / before)
    assert np.nanmax(np.abs([growth[code] for code in big_communes()])) < 0.3


def big_communes() -> list[str]:
    known = Territory.objects.communes().filter(census_population__gte=1_000)
    return list(known.values_list("code", flat=True))


@pytest.mark.reference
def test_every_sum_of_the_official_lists_holds_exactly(reference_data: Path) -> None:
    rows = official_rows(reference_data.parent / "embed" / "communes.csv.xz")
    for level, column in (("epci", "epci"), ("departement", "dep"), ("region", "reg")):
        units = Territory.objects.filter(kind=level, is_obsolete=False)
        code_of = dict(units.values_list("pk", "code"))
        table = read_table(list(OFFICIAL), level=level)
        assert len(table.keys) == len(code_of)
        wanted = {code: sums_of(some) for code, some in parted(rows, column).items()}
        for line, key in enumerate(table.keys.tolist()):
            for rank, name in enumerate(OFFICIAL.values()):
                total, known, count = wanted[code_of[key]][name]
                found = table.values[line, rank]
                assert found == total if known else np.isnan(found), (level, code_of[key], name)
                assert (table.known[line, rank], table.total[line, rank]) == (known, count)


OFFICIAL = {
    "population": "pop",
    "population-recensement": "pop21",
    "population-65-plus": "pop_65p",
    "logements": "logements",
    "logements-vacants": "logements_vacants",
}


def official_rows(path: Path) -> list[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parted(rows: list[dict[str, str]], column: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def sums_of(rows: list[dict[str, str]]) -> dict[str, tuple[int, int, int]]:
    return {
        name: (
            sum(int(row[name]) for row in rows if row[name]),
            sum(bool(row[name]) for row in rows),
            len(rows),
        )
        for name in OFFICIAL.values()
    }
