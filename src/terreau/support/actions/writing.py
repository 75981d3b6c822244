"""Write the journal of a file."""

import datetime

from terreau.actors.posture import Posture
from terreau.core.journal import record
from terreau.support.models import SupportFile


def tell(
    file: SupportFile, verb: str, *, by: Posture, now: datetime.datetime, **params: str
) -> None:
    """Write a line in the journal of a file; never the words of a note."""
    values = {name: str(value) for name, value in params.items()}
    record(file.scope, verb, by=by.person, posture=by.label, params=values, now=now)
