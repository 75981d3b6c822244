"""Write what stands around an organisation: links, aliases, contacts, offers, networks, seats."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields as slots_of
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from terreau.actors.fields import LINKS
from terreau.actors.models import (
    Competence,
    ExternalSeat,
    NetworkMembership,
    Organisation,
    OrganisationAlias,
    OrganisationContact,
    OrganisationNumber,
    Resource,
)
from terreau.actors.snapshots import rows_of
from terreau.actors.values import ResourceValues

_MODELS = {
    "contacts": OrganisationContact,
    "competences": Competence,
    "networks": NetworkMembership,
    "seats": ExternalSeat,
    "numbers": OrganisationNumber,
}


def write_around(
    organisation: Organisation,
    values: Mapping[str, Any],
    *,
    stated_by: str,
    now: datetime.datetime,
) -> None:
    """Write what `values` gives of the other tables; what it does not name stays."""
    for name in LINKS:
        if name in values:
            getattr(organisation, name).set({row.pk for row in values[name]})
    if "aliases" in values:
        _set_aliases(organisation, values["aliases"])
    for name, model in _MODELS.items():
        if name in values:
            _set_rows(organisation, name, model, values[name])
    if "resources" in values:
        _set_resources(organisation, values["resources"], stated_by, now)


def _set_aliases(organisation: Organisation, names: Iterable[str]) -> None:
    wanted = dict.fromkeys(names)
    known = set(organisation.aliases.values_list("name", flat=True))
    organisation.aliases.exclude(name__in=wanted).delete()
    _add(OrganisationAlias, [{"name": name} for name in wanted if name not in known], organisation)


def _set_rows(organisation: Organisation, name: str, model: Callable, rows: Iterable) -> None:
    """Keep the rows that are asked again, remove the others, add the new ones."""
    wanted = list(dict.fromkeys(rows))
    stored = zip(rows_of(organisation, name), _stored(organisation, name), strict=True)
    known, gone = set(), []
    for row_values, row in stored:
        if row_values in wanted and row_values not in known:
            known.add(row_values)
        else:
            gone.append(row.pk)
    getattr(organisation, name).filter(pk__in=gone).delete()
    added = [row for row in wanted if row not in known]
    owner = "member" if name == "networks" else "organisation"
    _add(model, [_columns_of(row) for row in added], organisation, owner)


def _stored(organisation: Organisation, name: str) -> list:
    # The order is that of the model, hence that of `rows_of`.
    return list(getattr(organisation, name).all())


def _columns_of(row: Any) -> dict[str, Any]:
    return {slot.name: getattr(row, slot.name) for slot in slots_of(row)}


def _add(model, columns: list[dict], organisation: Organisation, owner="organisation") -> None:
    built = [model(**{owner: organisation}, **some) for some in columns]
    for row in built:
        row.full_clean(validate_unique=False, exclude=[owner])
    try:
        with transaction.atomic():
            model.objects.bulk_create(built)
    except IntegrityError as error:
        raise ValidationError(
            _("Deux lignes disent la même chose (%(what)s) : gardez-en une seule.")
            % {"what": model._meta.verbose_name_plural}
        ) from error


def _set_resources(
    organisation: Organisation,
    rows: Iterable[ResourceValues],
    stated_by: str,
    now: datetime.datetime,
) -> None:
    """Lines are known by their uuid: one that does not change keeps its date and its author."""
    stored = {row.uuid: row for row in rows_of(organisation, "resources")}
    wanted = [replace(row, uuid=row.uuid or uuid4()) for row in rows]
    gone = set(stored) - {row.uuid for row in wanted}
    organisation.resources.filter(uuid__in=gone).delete()
    for row in wanted:
        before = stored.get(row.uuid)
        if before is None or _said(before) != _said(row):
            _save_resource(organisation, row, stated_by, now)


def _said(row: ResourceValues) -> ResourceValues:
    """The line without its date and author, its territories in one order."""
    units = tuple(sorted(row.territories, key=lambda unit: unit.token))
    return replace(row, territories=units, stated_at=None, stated_by="")


def _save_resource(
    organisation: Organisation, row: ResourceValues, stated_by: str, now: datetime.datetime
) -> None:
    columns = _columns_of(row)
    territories = columns.pop("territories")
    columns["stated_at"] = row.stated_at or now
    columns["stated_by"] = row.stated_by if row.stated_at else stated_by
    found = organisation.resources.filter(uuid=row.uuid).first()
    resource = found or Resource(organisation=organisation, uuid=row.uuid)
    for name, value in columns.items():
        setattr(resource, name, value)
    resource.full_clean(exclude=["organisation"])
    resource.save()
    resource.territories.set(territories)
