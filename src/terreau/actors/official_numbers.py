"""Read and check the official numbers of organisations: SIREN, SIRET, RNA."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LA_POSTE_SIREN = "356000000"
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f\u200b.\-]+")
_SCIENTIFIC = re.compile(r"^\d+([.,]\d+)?E\+?\d+$", re.IGNORECASE)
# The second character is a letter in Corsica (2A, 2B) and overseas (9A…).
_RNA = re.compile(r"^W\d[0-9A-Z]\d{7}$")


def compact_number(text: str) -> str:
    """Take away the blanks, dots and hyphens people write in numbers.

    >>> compact_number("217 500 016\\u00a000011")
    '21750001600011'
    """
    if is_scientific(text):
        return text.strip()
    return _BLANKS.sub("", text or "").upper()


def is_scientific(text: str) -> bool:
    """Tell whether a spreadsheet turned the number into « 7,84E+13 »: its digits are lost.

    >>> is_scientific("7,84671E+13")
    True
    """
    return bool(_SCIENTIFIC.match((text or "").strip().replace(" ", "")))


def has_luhn_key(digits: str) -> bool:
    """Check the key of Luhn: every second digit from the right is doubled.

    >>> has_luhn_key("732829320"), has_luhn_key("732829321")
    (True, False)
    """
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def check_siren(value: str) -> None:
    """Refuse what is not a SIREN: nine digits whose last is the key."""
    _refuse_scientific(value, "SIREN")
    if not _is_digits(value, 9):
        raise ValidationError(
            _("Un SIREN compte exactement 9 chiffres, par exemple 732 829 320. Vérifiez-le."),
            code="siren_length",
        )
    if value != LA_POSTE_SIREN and not has_luhn_key(value):
        raise ValidationError(
            _("Ce SIREN n’existe pas : sa clé de contrôle est fausse. Vérifiez chaque chiffre."),
            code="siren_key",
        )


def check_siret(value: str) -> None:
    """Refuse what is not a SIRET: fourteen digits, the first nine being a SIREN."""
    _refuse_scientific(value, "SIRET")
    if not _is_digits(value, 14):
        raise ValidationError(
            _("Un SIRET compte exactement 14 chiffres : les 9 du SIREN, puis 5. Vérifiez-le."),
            code="siret_length",
        )
    # La Poste numbered more establishments than the key of Luhn allows.
    is_la_poste = value.startswith(LA_POSTE_SIREN) and sum(map(int, value)) % 5 == 0
    if not is_la_poste and not has_luhn_key(value):
        raise ValidationError(
            _("Ce SIRET n’existe pas : sa clé de contrôle est fausse. Vérifiez chaque chiffre."),
            code="siret_key",
        )


def check_rna(value: str) -> None:
    """Refuse what is not an RNA number: W and nine characters."""
    if not _RNA.match(value):
        raise ValidationError(
            _(
                "Un numéro RNA s’écrit W puis neuf caractères : un chiffre, un chiffre ou une "
                "lettre (Corse, outre-mer), puis sept chiffres, comme W751234567. Vérifiez-le."
            ),
            code="rna_shape",
        )


NUMBER_CHECKS: dict[str, Callable[[str], None]] = {
    "siren": check_siren,
    "siret": check_siret,
    "rna": check_rna,
}


def spaced_number(number: str) -> str:
    """Write a SIREN or SIRET in groups of three, as official papers do.

    >>> spaced_number("21750001600011")
    '217 500 016 00011'
    """
    if len(number) not in (9, 14) or not number.isdigit():
        return number
    return " ".join(part for part in (number[:3], number[3:6], number[6:9], number[9:]) if part)


def _is_digits(value: str, length: int) -> bool:
    return len(value) == length and value.isascii() and value.isdigit()


def _refuse_scientific(value: str, name: str) -> None:
    if is_scientific(value):
        raise ValidationError(
            _(
                "Un tableur a changé ce %(name)s en notation scientifique (« %(value)s ») et en a "
                "perdu des chiffres. Reprenez-le à sa source, dans une colonne au format texte."
            ),
            code="scientific",
            params={"name": name, "value": value},
        )
