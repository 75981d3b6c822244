"""Put the official numbers of a row in their place, whatever column people wrote them in."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from terreau.actors.official_numbers import (
    LA_POSTE_SIREN,
    check_rna,
    check_siren,
    check_siret,
    compact_number,
    has_luhn_key,
    is_scientific,
    spaced_number,
)

NUMBER_COLUMNS = ("siret", "siren", "rna")
# What people write where they have no number.
_NOTHING = {"", "0", "-", "NC", "ND", "N/A", "NA", "NEANT", "NÉANT", "AUCUN", "SANS", "[ND]"}


@dataclass
class Identifiers:
    """The numbers understood, the faults by column, and what was understood for the person."""

    siren: str = ""
    siret: str = ""
    rna: str = ""
    faults: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def set(self, name: str, value: str, column: str) -> None:
        """Keep a number, unless another one already stands there."""
        known = getattr(self, name)
        if known and known != value:
            self.faults[column] = _(
                "Deux %(name)s différents sur la même ligne : %(first)s et %(second)s. Gardez le "
                "bon."
            ) % {"name": name.upper(), "first": known, "second": value}
            return
        setattr(self, name, value)


def read_identifiers(cells: dict[str, str]) -> Identifiers:
    """Read the number cells of a row; a wrong cell gives a fault in its own column."""
    read = Identifiers()
    for column in NUMBER_COLUMNS:
        text = cells.get(column) or ""
        if text.strip().upper() not in _NOTHING:
            _read_cell(read, column, text)
    if read.siret and read.siren and not read.siret.startswith(read.siren):
        read.faults["siret"] = _("Les neuf premiers chiffres du SIRET doivent être le SIREN.")
    read.siren = read.siren or read.siret[:9]
    return read


def _read_cell(read: Identifiers, column: str, text: str) -> None:
    # A spreadsheet adds « .0 » to what it takes for a decimal number.
    number = compact_number(re.sub(r"(?<=\d)[.,]0+$", "", text.strip()))
    if is_scientific(number):
        _judge(read, "siret" if column == "rna" else column, number, column)
    elif number.startswith("W"):
        _judge(read, "rna", number, column)
        if column != "rna" and column not in read.faults:
            read.notes.append(
                _("Le numéro RNA %(number)s était dans la colonne %(column)s.")
                % {"number": number, "column": column.upper()}
            )
    elif number.isdigit() and (column != "rna" or len(number) in (9, 14)):
        _read_digits(read, column, number)
    else:
        _judge(read, column, number, column)


def _read_digits(read: Identifiers, column: str, digits: str) -> None:
    restored = _restore_zeros(digits, column)
    if restored != digits:
        read.notes.append(
            _("Des zéros perdus au début ont été remis : %(number)s.")
            % {"number": spaced_number(restored)}
        )
    name = {14: "siret", 9: "siren"}.get(len(restored), column)
    _judge(read, name, restored, column)
    if name != column and column not in read.faults:
        read.notes.append(
            _("Le nombre %(number)s est un %(name)s, lu dans la colonne %(column)s.")
            % {
                "number": spaced_number(restored),
                "name": name.upper(),
                "column": column.upper(),
            }
        )


def _restore_zeros(digits: str, column: str) -> str:
    """Give back the zeros that a spreadsheet ate, only where the key proves it.

    >>> _restore_zeros("5720784", "siren"), _restore_zeros("5720785", "siren")
    ('005720784', '5720785')
    """
    if column == "siren" and len(digits) in (7, 8):
        whole = digits.zfill(9)
        return whole if has_luhn_key(whole) else digits
    if len(digits) in (12, 13):
        whole = digits.zfill(14)
        return whole if has_luhn_key(whole) and has_luhn_key(whole[:9]) else digits
    if column == "siret" and len(digits) == 8:
        whole = digits.zfill(9)
        return whole if has_luhn_key(whole) else digits
    return digits


def _judge(read: Identifiers, name: str, number: str, column: str) -> None:
    check = {"siret": check_siret, "siren": check_siren, "rna": check_rna}[name]
    try:
        check(number)
        if name == "siret" and not number.startswith(LA_POSTE_SIREN):
            check_siren(number[:9])
    except ValidationError as error:
        read.faults[column] = " ".join(error.messages)
    else:
        read.set(name, number, column)
