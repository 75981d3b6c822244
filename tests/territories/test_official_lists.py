"""The embedded referential against official lists that are not shipped."""

import csv
from pathlib import Path

import pytest

from terreau.territories.loading import load_referential
from terreau.territories.models import Territory

pytestmark = [pytest.mark.national, pytest.mark.reference, pytest.mark.django_db]


def test_the_lists_of_the_state_join_on_our_codes(reference_data: Path) -> None:
    load_referential()
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
