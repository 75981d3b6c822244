"""Turn the cells of a row into the values of a sheet."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.actions import ContactValues
from terreau.actors.exchange.columns import CONTACT_COLUMNS, PLAIN_COLUMNS
from terreau.actors.forms.contacts import check_contact
from terreau.actors.models import ActionDomain, Organisation
from terreau.actors.official_numbers import compact_number
from terreau.core.exchange.columns import CellError
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

_NUMBERS = ("siren", "siret", "rna")


def unit_key(unit: Territory) -> str:
    """Write a territory as its level and its code."""
    return f"{unit.kind}:{unit.code}"


def read_territories(column: str, cell: Any) -> list[Territory]:
    """Find the territories of a cell, or say which code is unknown or no longer in force."""
    if not cell:
        return []
    keys = [f"{TerritoryKind.COMMUNE}:{cell}"] if column == "place" else list(cell)
    return [_read_territory(key) for key in dict.fromkeys(keys)]


def _read_territory(key: str) -> Territory:
    kind, _colon, code = key.partition(":")
    unit = Territory.objects.filter(kind=kind.strip(), code=code.strip().upper()).first()
    if unit is None:
        raise CellError(
            _("« %(key)s » n’est pas un code connu. Écrivez par exemple commune:94018.")
            % {"key": key}
        )
    if unit.is_obsolete:
        raise CellError(
            _(
                "« %(key)s » (%(name)s) n’est plus en vigueur. Cherchez sur la page de ce "
                "territoire celui qui lui succède, et écrivez son code."
            )
            % {"key": key, "name": unit.name}
        )
    return unit


def sheet_values(values: Mapping[str, Any], instance: Organisation | None) -> dict[str, Any]:
    """The values of the sheet that a row gives; a column the file lacks changes nothing."""
    sheet: dict[str, Any] = {
        name: values[name] or "" for name in (*PLAIN_COLUMNS, "source") if name in values
    }
    for name in _NUMBERS:
        if name in sheet:
            sheet[name] = compact_number(sheet[name])
    if sheet.get("siret") and not sheet.get("siren"):
        sheet["siren"] = sheet["siret"][:9]
    if values.get("is_public") is not None:
        sheet["is_public"] = values["is_public"]
    return {**sheet, **_links(values), **_contacts(values, instance)}


def _links(values: Mapping[str, Any]) -> dict[str, Any]:
    links: dict[str, Any] = {}
    if "aliases" in values:
        links["aliases"] = values["aliases"] or []
    if "place" in values:
        links["place"] = next(iter(read_territories("place", values["place"])), None)
    if "perimeter" in values:
        links["perimeter"] = read_territories("perimeter", values["perimeter"])
    if "domains" in values:
        links["domains"] = list(ActionDomain.objects.filter(code__in=values["domains"] or []))
    return links


def _contacts(values: Mapping[str, Any], instance: Organisation | None) -> dict[str, Any]:
    """Replace the public contacts of the kinds given; a file never carries the private ones."""
    given = {kind: column for column, kind in CONTACT_COLUMNS.items() if column in values}
    if not given:
        return {}
    rows = instance.contacts.all() if instance else ()
    known = {(row.kind, row.value): row.label for row in rows if row.is_public}
    kept = [
        ContactValues(row.kind, row.value, row.label, row.is_public)
        for row in rows
        if not row.is_public or row.kind not in given
    ]
    for kind, column in given.items():
        for text in values[column] or []:
            value = check_contact(kind, text)
            kept.append(ContactValues(kind.value, value, known.get((kind, value), ""), True))
    return {"contacts": kept}
