"""What can be wrong with a file of others, or with the machine that reads it."""

import errno
import zipfile
from collections.abc import Iterable

from django.utils.translation import gettext as _

# Tables of figures shrink ten times, seldom thirty; only what is made to fill a disk does more.
MOST_SHRUNK = 200
SMALL_ENOUGH = 50_000_000


class UnreadableFileError(Exception):
    """A file that is none of the expected ones; the text is a full sentence for the person."""


class UnknownLayoutError(UnreadableFileError):
    """A readable table of which no source knows the headings."""


def is_full(fault: BaseException) -> bool:
    """Answer whether it is the disk that has no room left."""
    reason = getattr(fault, "reason", None)
    errors = {getattr(one, "errno", None) for one in (fault, reason, fault.__cause__)}
    return bool(errors & {errno.ENOSPC, errno.EDQUOT})


def tell_full() -> str:
    """Say it to the person."""
    return _(
        "La machine n’a plus de place sur son disque. Rien n’a été modifié ; libérez de la place, "
        "puis recommencez."
    )


def refuse_bomb(name: str, members: Iterable[zipfile.ZipInfo], largest: int) -> None:
    """Refuse, before opening it, an archive that would fill the disk or the memory."""
    unpacked = packed = 0
    for member in members:
        unpacked += member.file_size
        packed += member.compress_size
    is_shrunk = unpacked > SMALL_ENOUGH and unpacked > MOST_SHRUNK * max(packed, 1)
    if unpacked > largest or is_shrunk:
        raise UnreadableFileError(
            _("« %(name)s » contient un fichier démesuré : vérifiez-le.") % {"name": name}
        )
