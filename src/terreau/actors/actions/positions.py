"""Note the successive positions of people without an account; erase them when they ask.

The journal never names these persons: it tells a function and a number.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.actions.telling import tell
from terreau.actors.models import Organisation, Position
from terreau.actors.permissions import can_edit_organisation
from terreau.actors.posture import Posture
from terreau.core.verdicts import require

POSITION_COLUMNS = (
    "full_name",
    "title",
    "email",
    "phone",
    "starts_on",
    "ends_on",
    "source",
    "legal_basis",
    "informed_at",
)


@transaction.atomic
def add_position(
    organisation: Organisation,
    values: Mapping[str, Any],
    *,
    by: Posture,
    now: datetime.datetime,
    succeeds: Position | None = None,
) -> Position:
    """Note a person's function; `succeeds` closes the position of the one who held it before.

    The predecessor's last day is the eve of the successor's first one, today without one.
    """
    require(can_edit_organisation(by.person, organisation, today=localdate(now)))
    position = Position(organisation=organisation, stated_at=now, **_columns(values))
    position.full_clean()
    position.save()
    tell(organisation, "position-added", by, now, _told(position))
    if succeeds is not None:
        first = position.starts_on
        last = first - datetime.timedelta(days=1) if first else localdate(now)
        close_position(succeeds, ends_on=last, by=by, now=now)
    return position


@transaction.atomic
def edit_position(
    position: Position, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Position:
    """Correct what is noted of a person's function."""
    require(can_edit_organisation(by.person, position.organisation, today=localdate(now)))
    for name, value in _columns(values).items():
        setattr(position, name, value)
    position.stated_at = now
    position.full_clean()
    position.save()
    tell(position.organisation, "position-edited", by, now, _told(position))
    return position


@transaction.atomic
def close_position(
    position: Position, *, ends_on: datetime.date, by: Posture, now: datetime.datetime
) -> Position:
    """Give a position its last day; it stays, folded among the past ones."""
    require(can_edit_organisation(by.person, position.organisation, today=localdate(now)))
    if position.starts_on and ends_on < position.starts_on:
        raise ValidationError(
            _("Ce jour précède le début de la fonction. Choisissez un jour plus tardif.")
        )
    position.ends_on, position.stated_at = ends_on, now
    position.full_clean()
    position.save(update_fields=["ends_on", "stated_at"])
    tell(position.organisation, "position-closed", by, now, _told(position))
    return position


@transaction.atomic
def mark_informed(position: Position, *, by: Posture, now: datetime.datetime) -> None:
    """Note that the person was told that we hold their name, and by what right (art. 14)."""
    require(can_edit_organisation(by.person, position.organisation, today=localdate(now)))
    position.informed_at = now
    position.save(update_fields=["informed_at"])
    tell(position.organisation, "position-informed", by, now, _told(position))


@transaction.atomic
def erase_position(position: Position, *, by: Posture | None, now: datetime.datetime) -> None:
    """Erase all that is kept of a person's function; `by` is None when the person asked by link.

    Only the number and the function stay in the journal: nothing there names the person.
    """
    organisation = position.organisation
    if by is not None:
        require(can_edit_organisation(by.person, organisation, today=localdate(now)))
    told = _told(position)
    position.delete()
    tell(organisation, "position-erased", by, now, told)


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in POSITION_COLUMNS if name in values}


def _told(position: Position) -> dict[str, Any]:
    return {"number": position.pk, "title": position.title or _("sans titre")}
