"""What is done to organisations, told by object: atomic, allowed, and told to the journal."""

from terreau.actors.actions.around import ContactValues
from terreau.actors.actions.mandates import close_mandate, grant_mandate
from terreau.actors.actions.organisations import (
    COLUMNS,
    create_organisation,
    edit_organisation,
    remove_organisation,
)
from terreau.actors.actions.telling import scope_of, tell

__all__ = [
    "COLUMNS",
    "ContactValues",
    "close_mandate",
    "create_organisation",
    "edit_organisation",
    "grant_mandate",
    "remove_organisation",
    "scope_of",
    "tell",
]
