"""Change or remove the sheets of a batch, each change in a savepoint of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.actions.burying import bury_sheets
from terreau.actors.actions.organisations import fields_said
from terreau.actors.actions.telling import tell
from terreau.actors.actions.writing import Stamp, write_sheet
from terreau.actors.enums import ChangeOrigin
from terreau.actors.exchange.around import position_of
from terreau.actors.exchange.drafts import PERSON
from terreau.actors.exchange.links import Links
from terreau.actors.exchange.sheet_values import domain_values
from terreau.actors.exchange.stamps import ImportStamp
from terreau.actors.models import Organisation, Position, Source
from terreau.actors.permissions import (
    OWN_PARTS,
    can_edit_organisation,
    can_import_organisations,
)
from terreau.core.editing import claim_version
from terreau.core.exchange.columns import CellError
from terreau.core.verdicts import require

_REFUSALS = (CellError, ValidationError, PermissionDenied)


def change_sheets(
    pairs: Sequence[tuple[Organisation, Mapping[str, Any]]], *, stamp: ImportStamp, links: Links
) -> list[CellError | None]:
    """Change the given columns of sheets; None, or the reason that refuses one."""
    links.load([values for _sheet, values in pairs])
    return [_attempt(sheet, values, stamp, links) for sheet, values in pairs]


def _attempt(
    sheet: Organisation, values: Mapping[str, Any], stamp: ImportStamp, links: Links
) -> CellError | None:
    try:
        with transaction.atomic():
            _change(sheet, values, stamp, links)
    except _REFUSALS as error:
        return CellError(" ".join(getattr(error, "messages", None) or [str(error)]))
    return None


def _change(
    sheet: Organisation, values: Mapping[str, Any], stamp: ImportStamp, links: Links
) -> None:
    day = localdate(stamp.now)
    require(can_edit_organisation(stamp.by.person, sheet, today=day))
    claim_version(sheet, sheet.version)
    written = domain_values(sheet, values, links)
    written["provenance"] = dict.fromkeys(written, stamp.provenance)
    origin = Stamp(stamp.by.label, stamp.by.person, ChangeOrigin.IMPORT, stamp.source)
    stored = Organisation.objects.select_related("place", "parent").get(pk=sheet.pk)
    change = write_sheet(stored, written, stamp=origin, now=stamp.now)
    if "confirmed_on" in values:
        Organisation.objects.filter(pk=sheet.pk).update(confirmed_on=values["confirmed_on"])
    if values.get(PERSON):
        position_of(stored, values[PERSON], stamp).save()
    if stamp.is_told:
        tell(stored, "organisation-edited", stamp.by, stamp.now, {"fields": fields_said(change)})
    sheet.refresh_from_db()


def remove_sheets(sheets: Sequence[Organisation], *, stamp: ImportStamp) -> list[CellError | None]:
    """Undo creations: what nothing else uses goes, with all that it brought."""
    require(can_import_organisations(stamp.by.person))
    used = find_uses(sheets)
    gone = [sheet for sheet in sheets if sheet.pk not in used]
    if stamp.is_told:
        for sheet in gone:
            tell(sheet, "organisation-removed", stamp.by, stamp.now, {})
    bury_sheets(gone, now=stamp.now)
    return [CellError(used_reason(sheet, used)) if sheet.pk in used else None for sheet in sheets]


def find_uses(sheets: Sequence[Organisation]) -> dict[int, str]:
    """Tell which sheets serve elsewhere, and where; one query for each kind of use."""
    keys = [sheet.pk for sheet in sheets]
    # The persons that an import brought go with the sheets that it created.
    origins = {sheet.origin_id for sheet in sheets} - {None}
    sources = Source.objects.filter(pk__in=origins, run_id__isnull=False)
    brought, keys_of_sources = sources.values("name"), sources.values("pk")
    used: dict[int, str] = {}
    for relation in Organisation._meta.related_objects:
        if relation.get_accessor_name() in OWN_PARTS or relation.many_to_many:
            continue
        column, model = relation.field.name, relation.related_model
        rows = model._base_manager.filter(**{f"{column}__in": keys}).order_by()
        if model is Position:
            rows = rows.exclude(source__in=brought)
        elif column == "parent":
            # So do the other establishments that it brought under them.
            rows = rows.exclude(origin__in=keys_of_sources, origin__isnull=False)
        for key in rows.values_list(column, flat=True).distinct():
            used.setdefault(key, str(model._meta.verbose_name_plural))
    return used


def used_reason(sheet: Organisation, used: Mapping[int, str]) -> str:
    """Say why a sheet stays."""
    return _("La fiche « %(name)s » sert déjà ailleurs (%(what)s) : elle reste.") % {
        "name": sheet.name,
        "what": used[sheet.pk],
    }
