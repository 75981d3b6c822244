"""What is done to organisations, told by object: atomic, allowed, and told to the journal."""

from terreau.actors.actions.lifecycle import close_organisation, reopen_organisation
from terreau.actors.actions.mandates import close_mandate, grant_mandate
from terreau.actors.actions.organisations import (
    confirm_sheet,
    create_organisation,
    edit_organisation,
    remove_organisation,
    validate_sheet_values,
)
from terreau.actors.actions.positions import (
    add_position,
    close_position,
    edit_position,
    erase_position,
    mark_informed,
)
from terreau.actors.actions.restoring import undo_change
from terreau.actors.actions.telling import scope_of, tell
from terreau.actors.actions.writing import Stamp, stamp_of, write_sheet
from terreau.actors.fields import COLUMNS
from terreau.actors.values import (
    CompetenceValues,
    ContactValues,
    NetworkValues,
    NumberValues,
    ResourceValues,
    SeatValues,
)

__all__ = [
    "COLUMNS",
    "CompetenceValues",
    "ContactValues",
    "NetworkValues",
    "NumberValues",
    "ResourceValues",
    "SeatValues",
    "Stamp",
    "add_position",
    "close_mandate",
    "close_organisation",
    "close_position",
    "confirm_sheet",
    "create_organisation",
    "edit_organisation",
    "edit_position",
    "erase_position",
    "grant_mandate",
    "mark_informed",
    "remove_organisation",
    "reopen_organisation",
    "scope_of",
    "stamp_of",
    "tell",
    "undo_change",
    "validate_sheet_values",
    "write_sheet",
]
