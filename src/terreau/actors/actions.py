"""What is done to organisations and mandates: atomic, allowed, and told to the journal."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation, OrganisationAlias, OrganisationContact
from terreau.actors.permissions import (
    can_close_mandate,
    can_create_organisation,
    can_edit_organisation,
    can_grant_mandate,
    can_remove_organisation,
)
from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.journal import record
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


@dataclass(frozen=True)
class ContactValues:
    """A way to reach the organisation, as it was typed."""

    kind: str
    value: str
    label: str = ""
    is_public: bool = False


def scope_of(organisation: Organisation) -> str:
    """The name of the organisation's own journal."""
    return f"organisation:{organisation.uuid}"


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
    _write_around(organisation, values)
    _tell(organisation, "organisation-created", by, now, {})
    if declares_mandate:
        Mandate.objects.create(
            person=by.person, organisation=organisation, title=title, starts_on=localdate(now)
        )
        _tell(organisation, "mandate-declared", by, now, {})
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
    changed += _write_around(stored, values)
    labels = ", ".join(_label_of(name) for name in changed) or _("relue sans changement")
    _tell(stored, "organisation-edited", by, now, {"fields": labels})
    return stored


@transaction.atomic
def remove_organisation(organisation: Organisation, *, by: Posture, now: datetime.datetime) -> None:
    """Remove a sheet that nothing uses, as the undoing of an import does."""
    require(can_remove_organisation(by.person, organisation))
    _tell(organisation, "organisation-removed", by, now, {})
    organisation.delete()


@transaction.atomic
def grant_mandate(
    organisation: Organisation,
    person: Person,
    *,
    by: Posture,
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    title: str = "",
    now: datetime.datetime,
) -> Mandate:
    """Let a person speak in the name of the organisation from a day, to a day if it is known."""
    require(can_grant_mandate(by.person, organisation, today=localdate(now)))
    mandate = Mandate(
        person=person, organisation=organisation, title=title, starts_on=starts_on, ends_on=ends_on
    )
    mandate.full_clean()
    _refuse_overlap(mandate)
    mandate.save()
    params = {"number": mandate.pk, "title": title or _("sans titre")}
    _tell(organisation, "mandate-granted", by, now, params)
    return mandate


@transaction.atomic
def close_mandate(
    mandate: Mandate, *, by: Posture, ends_on: datetime.date, now: datetime.datetime
) -> Mandate:
    """Give a mandate its last day; the row stays, so that the past stays readable (R12)."""
    require(can_close_mandate(by.person, mandate, today=localdate(now)))
    if mandate.ends_on is not None and ends_on > mandate.ends_on:
        raise ValidationError(
            _("Clore un mandat ne l’allonge pas. Donnez-en un nouveau à partir du lendemain.")
        )
    if ends_on < mandate.starts_on:
        raise ValidationError(
            _("Ce jour précède le début du mandat, le %(day)s. Choisissez un jour plus tardif.")
            % {"day": date_format(mandate.starts_on, "j F Y")}
        )
    mandate.ends_on = ends_on
    mandate.full_clean()
    mandate.save(update_fields=["ends_on"])
    params = {"number": mandate.pk, "day": date_format(ends_on, "j F Y")}
    _tell(mandate.organisation, "mandate-closed", by, now, params)
    return mandate


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


def _write_around(organisation: Organisation, values: Mapping[str, Any]) -> list[str]:
    """Write what stands in other tables; return the names of what changed."""
    changed = []
    for name in ("domains", "perimeter"):
        if name in values and _set_links(organisation, name, values[name]):
            changed.append(name)
    if "aliases" in values and _set_aliases(organisation, values["aliases"]):
        changed.append("aliases")
    if "contacts" in values and _set_contacts(organisation, values["contacts"]):
        changed.append("contacts")
    return changed


def _set_links(organisation: Organisation, name: str, rows: Iterable) -> bool:
    links = getattr(organisation, name)
    wanted = {row.pk for row in rows}
    if wanted == set(links.values_list("pk", flat=True)):
        return False
    links.set(wanted)
    return True


def _set_aliases(organisation: Organisation, names: Iterable[str]) -> bool:
    wanted = dict.fromkeys(names)
    known = set(organisation.aliases.values_list("name", flat=True))
    if set(wanted) == known:
        return False
    organisation.aliases.exclude(name__in=wanted).delete()
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=organisation, name=name)
        for name in wanted
        if name not in known
    )
    return True


def _set_contacts(organisation: Organisation, contacts: Iterable[ContactValues]) -> bool:
    wanted = list(dict.fromkeys(contacts))
    known = {
        ContactValues(row.kind, row.value, row.label, row.is_public): row
        for row in organisation.contacts.all()
    }
    if set(wanted) == set(known):
        return False
    gone = [row.pk for values, row in known.items() if values not in wanted]
    organisation.contacts.filter(pk__in=gone).delete()
    OrganisationContact.objects.bulk_create(
        OrganisationContact(
            organisation=organisation,
            kind=values.kind,
            value=values.value,
            label=values.label,
            is_public=values.is_public,
        )
        for values in wanted
        if values not in known
    )
    return True


def _refuse_overlap(mandate: Mandate) -> None:
    others = Mandate.objects.filter(person=mandate.person, organisation=mandate.organisation)
    if others.overlapping(mandate.starts_on, mandate.ends_on).exists():
        raise ValidationError(
            _(
                "Cette personne a déjà un mandat de cette organisation à ces dates. "
                "Closez d’abord l’ancien, ou commencez le nouveau après sa fin."
            )
        )


def _label_of(name: str) -> str:
    labels = {"aliases": _("autres noms"), "contacts": _("contacts")}
    return labels.get(name) or str(Organisation._meta.get_field(name).verbose_name)


def _tell(
    organisation: Organisation,
    verb: str,
    by: Posture,
    now: datetime.datetime,
    params: Mapping[str, Any],
) -> None:
    record(
        scope_of(organisation),
        verb,
        by=by.person,
        posture=by.label,
        params={"name": organisation.name, **params},
        now=now,
    )
