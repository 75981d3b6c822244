"""Create, edit and remove the sheet of an organisation."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.actions.around import write_around
from terreau.actors.actions.telling import tell
from terreau.actors.models import Mandate, Organisation
from terreau.actors.permissions import (
    can_create_organisation,
    can_edit_organisation,
    can_remove_organisation,
)
from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.verdicts import require

COLUMNS = (
    "name",
    "world",
    "subtype",
    "siren",
    "siret",
    "rna",
    "place",
    "address",
    "description",
    "source",
    "is_public",
)


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

    `values` carries columns of the row, `domains`, `perimeter`, `aliases` (names) and `contacts`
    (`ContactValues`).
    """
    require(can_create_organisation(by.person))
    organisation = Organisation(
        created_by=by.person, **{name: values[name] for name in COLUMNS if name in values}
    )
    organisation._history_user = by.person
    _save(organisation)
    write_around(organisation, values)
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
) -> Organisation:
    """Change the given values of a sheet, unless somebody saved it meanwhile (`EditConflict`)."""
    claim_version(organisation, expected_version)
    stored = Organisation.objects.select_related("place").get(pk=organisation.pk)
    require(can_edit_organisation(by.person, stored, today=localdate(now)))
    changed = [name for name in COLUMNS if name in values and getattr(stored, name) != values[name]]
    for name in changed:
        setattr(stored, name, values[name])
    stored._history_user = by.person
    _save(stored)
    changed += write_around(stored, values)
    labels = ", ".join(_label_of(name) for name in changed) or _("relue sans changement")
    tell(stored, "organisation-edited", by, now, {"fields": labels})
    return stored


@transaction.atomic
def remove_organisation(organisation: Organisation, *, by: Posture, now: datetime.datetime) -> None:
    """Remove a sheet that nothing uses, as the undoing of an import does."""
    require(can_remove_organisation(by.person, organisation))
    tell(organisation, "organisation-removed", by, now, {})
    organisation.delete()


def _save(organisation: Organisation) -> None:
    organisation.full_clean()
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise ValidationError(
            _(
                "Une autre fiche vient de prendre ce numéro. Cherchez-la dans la liste des acteurs "
                "avant d’en créer une seconde."
            )
        ) from error


def _label_of(name: str) -> str:
    labels = {"aliases": _("autres noms"), "contacts": _("contacts")}
    return labels.get(name) or str(Organisation._meta.get_field(name).verbose_name)
