"""The public values of a sheet by column: the same in every format, so that each comes back."""

import datetime
from typing import Any

from terreau.actors.consent import public_fields
from terreau.actors.exchange.columns import SHEET_COLUMNS
from terreau.actors.exchange.sheets import public_sheet
from terreau.actors.models import Organisation
from terreau.core.exchange.columns import Column
from terreau.core.partial_dates import PartialDate

# What a public file has no use for: they are about what is not in it.
_INSIDE = {"withheld", "is_public"}
OPEN_COLUMNS: tuple[Column, ...] = tuple(
    column for column in SHEET_COLUMNS if column.name not in _INSIDE
)
# The consent is asked by field; a column of another name says of which field it tells.
_FIELD_OF = {
    "emails": "contacts",
    "phones": "contacts",
    "websites": "contacts",
    "offers": "resources",
    "needs": "resources",
}


def public_values(organisation: Organisation) -> dict[str, Any]:
    """The values of a sheet that everybody may see; a withheld one is None, as an unknown one."""
    allowed = public_fields(organisation)
    values = public_sheet(organisation)
    return {
        column.name: values.get(column.name)
        if _FIELD_OF.get(column.name, column.name) in allowed
        else None
        for column in OPEN_COLUMNS
    }


def plain_values(organisation: Organisation) -> dict[str, Any]:
    """The known public values as JSON carries them: texts, booleans, lists of texts."""
    return {
        name: _plain(value)
        for name, value in public_values(organisation).items()
        if value not in (None, "", [])
    }


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if isinstance(value, bool | list) else str(value)
