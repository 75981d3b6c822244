"""Official numbers as people and spreadsheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.actors.exchange.identifiers import read_identifiers
from terreau.actors.official_numbers import has_luhn_key


def read(**cells: str):
    return read_identifiers(cells)


def test_numbers_go_to_their_own_place() -> None:
    found = read(siret="732 829 320 00074")
    assert (found.siret, found.siren, found.faults, found.notes) == (
        "73282932000074",
        "732829320",
        {},
        [],
    )
    found = read(siret="732829320")
    assert (found.siret, found.siren) == ("", "732829320")
    assert "SIREN, lu dans la colonne SIRET" in found.notes[0]
    found = read(siret="w751234567")
    assert (found.siret, found.rna) == ("", "W751234567")
    assert "dans la colonne SIRET" in found.notes[0]
    assert read(rna="73282932000074").siret == "73282932000074"
    assert read(rna="W9A1234567").rna == "W9A1234567"


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"siret": "7,17E+13"}, "siret", "notation scientifique"),
        ({"siret": "2.43E+13"}, "siret", "notation scientifique"),
        ({"siren": "7,32829E+8"}, "siren", "notation scientifique"),
        ({"siret": "73282932000075"}, "siret", "clé de contrôle est fausse"),
        ({"siret": "44088714900000"}, "siret", "clé de contrôle est fausse"),
        ({"siren": "123456789"}, "siren", "n’existe pas"),
        ({"rna": "W3222"}, "rna", "W puis neuf caractères"),
        ({"siret": "voir annexe"}, "siret", "14 chiffres"),
        ({"siren": "356000000", "siret": "73282932000074"}, "siret", "doivent être le SIREN"),
        ({"siret": "732829320", "siren": "356000000"}, "siren", "Deux SIREN différents"),
    ],
)
def test_a_wrong_number_is_refused_in_its_own_cell(cells, column: str, sentence: str) -> None:
    assert sentence in read(**cells).faults[column]


def test_lost_zeros_come_back_only_where_the_key_proves_it() -> None:
    whole = next(f"{n:09}" for n in range(5_720_000, 5_721_000) if has_luhn_key(f"{n:09}"))
    assert whole.startswith("00")
    found = read(siren=whole.lstrip("0"))
    assert (found.siren, found.faults) == (whole, {})
    assert "zéros perdus" in found.notes[0]
    wrong = str(int(whole.lstrip("0")) + 1)
    assert "9 chiffres" in read(siren=wrong).faults["siren"]
    siret = next(f"{whole}{n:05}" for n in range(1, 99) if has_luhn_key(f"{whole}{n:05}"))
    assert read(siret=siret.lstrip("0")).siret == siret
    assert read(siret=f"{siret.lstrip('0')}.0").siret == siret


def test_la_poste_has_a_key_of_its_own() -> None:
    assert read(siret="35600000000048").siret == "35600000000048"
    assert read(siret="35600000049837").siret == "35600000049837"


@pytest.mark.parametrize("nothing", ["", "  ", "0", "NC", "néant", "-", "[ND]"])
def test_no_number_is_no_fault(nothing: str) -> None:
    found = read(siret=nothing, siren=nothing, rna=nothing)
    assert (found.siret, found.siren, found.rna, found.faults) == ("", "", "", {})


@given(st.text(max_size=40))
def test_any_text_gives_a_number_a_reason_or_nothing(text: str) -> None:
    found = read(siret=text)
    assert found.siret == "" or has_luhn_key(found.siret) or found.siret.startswith("356000000")
    assert all(sentence.endswith(".") for sentence in found.faults.values())
