"""Official numbers: keys, exceptions, and what spreadsheets do to them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from terreau.actors.official_numbers import (
    check_rna,
    check_siren,
    check_siret,
    compact_number,
    has_luhn_key,
    spaced_number,
)


@pytest.mark.parametrize("siren", ["732829320", "217500016", "552100554", "356000000"])
def test_a_true_siren_passes(siren: str) -> None:
    assert check_siren(siren) is None


@pytest.mark.parametrize(
    ("siren", "code"),
    [
        ("732829321", "siren_key"),
        ("73282932", "siren_length"),
        ("7328293200", "siren_length"),
        ("73282932O", "siren_length"),
        ("٧٣٢٨٢٩٣٢٠", "siren_length"),
        ("7,3E+08", "scientific"),
    ],
)
def test_a_wrong_siren_is_refused_with_its_reason(siren: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check_siren(siren)
    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


@given(st.integers(0, 99_999_999))
def test_exactly_one_last_digit_makes_a_siren(start: int) -> None:
    keys = [digit for digit in range(10) if has_luhn_key(f"{start:08}{digit}")]
    assert len(keys) == 1


@given(st.integers(0, 99_999_999), st.integers(0, 7), st.integers(1, 9))
def test_one_mistyped_digit_is_always_seen(start: int, rank: int, shift: int) -> None:
    siren = next(f"{start:08}{d}" for d in range(10) if has_luhn_key(f"{start:08}{d}"))
    wrong = siren[:rank] + str((int(siren[rank]) + shift) % 10) + siren[rank + 1 :]
    assert not has_luhn_key(wrong)


def test_a_siret_has_its_own_key() -> None:
    assert check_siret("73282932000074") is None
    with pytest.raises(ValidationError) as refusal:
        check_siret("73282932000075")
    assert refusal.value.code == "siret_key"


def test_la_poste_is_the_exception_of_the_siret() -> None:
    assert check_siret("35600000000048") is None  # Luhn fits as well
    assert check_siret("35600000049837") is None  # sum of digits 45: only the exception accepts
    assert not has_luhn_key("35600000049837")
    with pytest.raises(ValidationError):
        check_siret("35600000049838")


def test_a_siret_in_scientific_notation_says_why() -> None:
    with pytest.raises(ValidationError) as refusal:
        check_siret(compact_number("7,32829E+13"))
    assert "notation scientifique" in refusal.value.messages[0]
    assert "7,32829E+13" in refusal.value.messages[0]


@pytest.mark.parametrize("rna", ["W751234567", "W2A1000123", "W9R1000123"])
def test_a_true_rna_passes(rna: str) -> None:
    assert check_rna(rna) is None


@pytest.mark.parametrize(
    "rna", ["W75123456", "W7512345678", "751234567X", "WAB1234567", "W75A23456Z"]
)
def test_a_wrong_rna_is_refused_with_the_rule(rna: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check_rna(rna)
    assert "W puis neuf caractères" in refusal.value.messages[0]


def test_blanks_of_every_kind_are_taken_away() -> None:
    assert compact_number(" 732\u00a0829\u202f320 000-74 ") == "73282932000074"
    assert compact_number("w751 234 567") == "W751234567"


def test_a_number_is_shown_in_groups() -> None:
    assert spaced_number("73282932000074") == "732 829 320 00074"
    assert spaced_number("W751234567") == "W751234567"
