"""All of France, and the official lists that are not shipped."""

import csv
from pathlib import Path

import pytest

from terreau.territories.enums import TerritoryKind
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
