"""What a file may be at most, and the sentences that refuse the others."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

MAX_ROWS = 500_000
MAX_COLUMNS = 300
MAX_CELL = 50_000
MAX_MEMBERS = 5_000
MAX_UNPACKED_BYTES = 600 * 1024 * 1024
# Past this size, an archive that shrinks more than so many times is not a spreadsheet.
SUSPECT_BYTES = 100 * 1024 * 1024
MAX_SHRINKING = 100
# An ODS workbook is read as a full rectangle: two far corners would fill the memory.
MAX_AREA = 6_000_000


class TableError(ValueError):
    """A file that cannot be read; its text says what happened and what to do."""


def max_bytes() -> int:
    """How heavy a file may be on this instance."""
    return settings.TERREAU_IMPORT_MAX_MB * 1024 * 1024


def too_heavy() -> str:
    return _("Ce fichier dépasse %(limit)d Mo. Partagez-le en plusieurs fichiers.") % {
        "limit": settings.TERREAU_IMPORT_MAX_MB
    }


def empty_file() -> str:
    return _("Ce fichier est vide. Choisissez celui qui contient vos lignes.")


def wrong_type() -> str:
    return _(
        "Ce fichier n’est ni un CSV ni un classeur XLSX ou ODS, ni une liste JSON. "
        "Enregistrez-le dans l’un de ces formats."
    )


def pdf_file() -> str:
    return _(
        "Un PDF n’est ni un CSV ni un classeur : il ne contient plus de tableau. Demandez le "
        "fichier d’origine, en CSV, XLSX ou ODS."
    )


def locked_file() -> str:
    return _(
        "Ce classeur est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe, "
        "puis importez-la."
    )


def broken_workbook() -> str:
    return _("Ce classeur est abîmé. Ouvrez-le dans un tableur, puis enregistrez-le de nouveau.")


def huge_workbook() -> str:
    return _("Ce classeur est démesuré une fois décompressé. Copiez vos lignes dans un autre.")


def hostile_workbook() -> str:
    return _(
        "Ce classeur contient des définitions qu’aucun tableur n’écrit, et il n’a pas été ouvert. "
        "Copiez vos lignes dans un nouveau classeur."
    )


def too_many_columns() -> str:
    return _("Ce fichier a plus de %(limit)d colonnes. Gardez celles du modèle.") % {
        "limit": MAX_COLUMNS
    }


def too_many_rows() -> str:
    return _("Ce fichier a plus de %(limit)d lignes. Partagez-le en plusieurs fichiers.") % {
        "limit": MAX_ROWS
    }


def one_sheet_only(read: str, sheets: Sequence[str]) -> list[str]:
    """Tell which sheet of several is read, and where to choose another."""
    if len(sheets) < 2:
        return []
    told = _(
        "Ce classeur a plusieurs feuilles : seule « %(name)s » est lue. Vous pouvez en choisir une "
        "autre à l’étape des colonnes."
    )
    return [told % {"name": read}]
