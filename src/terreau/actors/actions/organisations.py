"""Create, edit, confirm and remove the sheet of an organisation."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.actions.burying import bury_sheets
from terreau.actors.actions.telling import tell
from terreau.actors.actions.writing import stamp_of, write_sheet
from terreau.actors.enums import SUBTYPES_BY_WORLD, ChangeOrigin
from terreau.actors.fields import COLUMNS, label_of
from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import Mandate, Organisation, SheetChange
from terreau.actors.permissions import (
    can_confirm_sheet,
    can_create_organisation,
    can_edit_organisation,
    can_remove_organisation,
)
from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.verdicts import require

_LINKED = ("place", "parent", "merged_into", "origin", "created_by")


@transaction.atomic
def create_organisation(
    values: Mapping[str, Any],
    *,
    by: Posture,
    now: datetime.datetime,
    declares_mandate: bool = False,
    title: str = "",
) -> Organisation:
    """Create a sheet; who says so gets the organisation's first mandate, by a recorded declaration.

    `values` carries the columns, links and rows of `actors/fields.py` (rows as the dataclasses of
    `actors/values.py`, aliases as texts), and where they come from: `origin`, `provenance`.
    """
    require(can_create_organisation(by.person))
    organisation = Organisation(created_by=by.person)
    if declares_mandate:
        organisation.confirmed_on, organisation.confirmed_by = localdate(now), by.label
    write_sheet(organisation, values, stamp=stamp_of(by), now=now, is_new=True)
    tell(organisation, "organisation-created", by, now, {})
    if declares_mandate:
        Mandate.objects.create(
            person=by.person, organisation=organisation, title=title, starts_on=localdate(now)
        )
        tell(organisation, "mandate-declared", by, now, {})
    return organisation


@transaction.atomic
def edit_organisation(
    organisation: Organisation,
    values: Mapping[str, Any],
    *,
    by: Posture,
    expected_version: int,
    now: datetime.datetime,
    confirms: bool = False,
    origin: ChangeOrigin = ChangeOrigin.SHEET,
) -> Organisation:
    """Change the given values of a sheet, unless somebody saved it meanwhile (`EditConflict`).

    The sheet counts as confirmed when who saves speaks in its name, or says that they checked all
    of it (`confirms`). The returned row carries what changed as `last_change`.
    """
    claim_version(organisation, expected_version)
    stored = Organisation.objects.select_related("place", "parent").get(pk=organisation.pk)
    require(can_edit_organisation(by.person, stored, today=localdate(now)))
    change = write_sheet(stored, values, stamp=stamp_of(by, origin), now=now)
    if by.mandate and by.mandate.organisation_id == stored.pk:
        _mark_confirmed(stored, by, now)
    elif confirms:
        require(can_confirm_sheet(by.person, stored, today=localdate(now)))
        _mark_confirmed(stored, by, now)
    stored.last_change = change
    tell(stored, "organisation-edited", by, now, {"fields": fields_said(change)})
    return stored


@transaction.atomic
def confirm_sheet(organisation: Organisation, *, by: Posture, now: datetime.datetime) -> None:
    """Say of a whole sheet that it is right today: « Tout est juste »."""
    require(can_confirm_sheet(by.person, organisation, today=localdate(now)))
    _mark_confirmed(organisation, by, now)
    refresh_indexes([organisation.pk])
    tell(organisation, "organisation-confirmed", by, now, {})


def _mark_confirmed(organisation: Organisation, by: Posture, now: datetime.datetime) -> None:
    organisation.confirmed_on, organisation.confirmed_by = localdate(now), by.label
    organisation.save_without_historical_record(
        update_fields=["confirmed_on", "confirmed_by", "updated_at"]
    )


@transaction.atomic
def remove_organisation(organisation: Organisation, *, by: Posture, now: datetime.datetime) -> None:
    """Remove a sheet that nothing uses, as the undoing of an import does."""
    require(can_remove_organisation(by.person, organisation))
    tell(organisation, "organisation-removed", by, now, {})
    bury_sheets([organisation], now=now)


def fields_said(change: SheetChange | None) -> str:
    """The labels of the fields that changed, for the journal."""
    names = change.values if change else ()
    return ", ".join(label_of(name) for name in names) or _("relue sans changement")


def validate_sheet_values(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Check the columns of one sheet without any query; what is taken is told by the database.

    Returns the French sentences by field; an empty mapping means that the row may be written.
    """
    columns = {name: values[name] for name in COLUMNS if name in values and name not in _LINKED}
    faults: dict[str, list[str]] = {}
    try:
        Organisation(**columns).clean_fields(exclude=_LINKED)
    except ValidationError as error:
        faults = error.message_dict
    subtype, world = values.get("subtype", ""), values.get("world", "")
    if subtype and subtype not in SUBTYPES_BY_WORLD.get(world, ()):
        faults.setdefault("subtype", []).append(
            _("Ce type n’est pas de ce monde : choisissez-le dans sa liste, ou laissez vide.")
        )
    siren, siret = values.get("siren", ""), values.get("siret", "")
    if siren and siret and not siret.startswith(siren):
        faults.setdefault("siret", []).append(
            _("Les neuf premiers chiffres du SIRET doivent être le SIREN.")
        )
    return faults
