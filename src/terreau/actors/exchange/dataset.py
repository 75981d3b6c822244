"""Bring organisations in from a file and take the public ones out again."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.actions import create_organisation, edit_organisation, remove_organisation
from terreau.actors.enums import SUBTYPES_BY_WORLD
from terreau.actors.exchange.columns import CONTACT_COLUMNS, PLAIN_COLUMNS, organisation_columns
from terreau.actors.exchange.sheets import read_territories, sheet_values, unit_key
from terreau.actors.models import Organisation
from terreau.actors.official_numbers import compact_number
from terreau.actors.permissions import (
    can_edit_organisation,
    can_export_organisations,
    can_import_organisations,
    is_free,
)
from terreau.actors.posture import Posture
from terreau.core.exchange.columns import CellError
from terreau.core.exchange.datasets import Ambiguous, Dataset, Values
from terreau.core.verdicts import Verdict


@dataclass(frozen=True)
class ImportedPosture(Posture):
    """The posture in which somebody launched an import, as it was stamped then."""

    stamp: str = ""

    @property
    def label(self) -> str:
        """The stamp of the import."""
        return self.stamp or super().label


def _with_links(organisations):
    return organisations.select_related("place").prefetch_related(
        "aliases", "contacts", "domains", "perimeter"
    )


def _key_text(name: str, value: str) -> str:
    return value.strip().lower() if name == "uuid" else compact_number(value)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class OrganisationDataset(Dataset):
    """The sheets of organisations: public fields of public sheets out, everything checked in."""

    name = "organisations"
    label = gettext_lazy("Organisations")
    lead = gettext_lazy("Une ligne par organisation, avec ses numéros, son lieu et ses domaines.")
    columns = organisation_columns()
    key = ("uuid",)

    def can_import(self, person) -> Verdict:
        """Ask the actors' own rule."""
        return can_import_organisations(person)

    def can_export(self, person) -> Verdict:
        """Ask the actors' own rule."""
        return can_export_organisations(person)

    def can_change(self, instance: Organisation, person) -> Verdict:
        """Ask the actors' own rule."""
        return can_edit_organisation(person, instance, today=localdate())

    def can_remove(self, instance: Organisation) -> Verdict:
        """Refuse when persons or alliances now stand on it."""
        return is_free(instance)

    def export_values(self, person) -> Iterable[Values]:
        """The public fields of the public sheets."""
        rows = _with_links(Organisation.objects.filter(is_public=True)).order_by("name", "pk")
        return (self.read_values(row) for row in rows.iterator(chunk_size=500))

    def read_values(self, instance: Organisation) -> Values:
        """The present values, exactly as the export writes them."""
        contacts = [contact for contact in instance.contacts.all() if contact.is_public]
        return {
            "uuid": str(instance.uuid),
            **{name: getattr(instance, name) or None for name in PLAIN_COLUMNS},
            "aliases": [alias.name for alias in instance.aliases.all()] or None,
            "place": instance.place.code if instance.place else None,
            "perimeter": sorted(unit_key(unit) for unit in instance.perimeter.all()) or None,
            "domains": [domain.code for domain in instance.domains.all()] or None,
            **{
                column: [row.value for row in contacts if row.kind == kind] or None
                for column, kind in CONTACT_COLUMNS.items()
            },
            "source": instance.source or None,
            "is_public": instance.is_public,
        }

    def find_existing(self, rows: Sequence[Values]) -> list[Any]:
        """Find by Terreau's own number, else by SIRET, else by RNA; two different ones: ask."""
        found = {name: self._index(name, rows) for name in ("uuid", "siret", "rna")}
        return [self._existing(row, found) for row in rows]

    def _index(self, name: str, rows: Sequence[Values]) -> dict[str, Organisation]:
        wanted = {_key_text(name, row.get(name)) for row in rows if row.get(name)}
        if name == "uuid":
            wanted = {value for value in wanted if _is_uuid(value)}
        known = _with_links(Organisation.objects.filter(**{f"{name}__in": wanted}))
        return {str(getattr(row, name)): row for row in known}

    def _existing(self, row: Values, found: dict[str, dict[str, Organisation]]) -> Any:
        matches = {
            match.pk: match
            for name, index in found.items()
            if row.get(name) and (match := index.get(_key_text(name, row[name])))
        }
        if len(matches) > 1:
            names = ", ".join(f"« {match.name} »" for match in matches.values())
            return Ambiguous(
                _("Ces numéros désignent plusieurs fiches : %(names)s. Corrigez-en un.")
                % {"names": names}
            )
        return next(iter(matches.values()), None)

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Organisations by primary key."""
        return {str(row.pk): row for row in _with_links(Organisation.objects.filter(pk__in=keys))}

    def check_row(self, values: Values) -> dict[str, str]:
        """Compare the cells of one row, and look its territories up."""
        wrong = {}
        siren, siret = (
            compact_number(values.get("siren") or ""),
            compact_number(values.get("siret") or ""),
        )
        if siren and siret and not siret.startswith(siren):
            wrong["siret"] = _("Les neuf premiers chiffres du SIRET doivent être le SIREN.")
        world, subtype = values.get("world"), values.get("subtype")
        if world and subtype and subtype not in SUBTYPES_BY_WORLD[world]:
            wrong["subtype"] = _("Ce type n’est pas de ce monde. Corrigez l’un des deux.")
        if values.get("uuid") and not _is_uuid(values["uuid"]):
            wrong["uuid"] = _("Cet identifiant n’est pas de Terreau. Laissez la case vide.")
        for column in ("place", "perimeter"):
            try:
                read_territories(column, values.get(column))
            except CellError as error:
                wrong[column] = str(error)
        return wrong

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Organisation:
        """Create a sheet through the domain's action."""
        return create_organisation(
            {"is_public": True, **sheet_values(values, None)},
            by=ImportedPosture(by, stamp=posture),
            now=now,
        )

    def change(
        self, instance: Organisation, values: Values, *, by, posture, now: datetime.datetime
    ) -> None:
        """Change the given columns through the domain's action."""
        edit_organisation(
            instance,
            sheet_values(values, instance),
            by=ImportedPosture(by, stamp=posture),
            expected_version=instance.version,
            now=now,
        )
        instance.refresh_from_db()

    def remove(self, instance: Organisation, *, by, posture, now: datetime.datetime) -> None:
        """Undo a creation through the domain's action."""
        remove_organisation(instance, by=ImportedPosture(by, stamp=posture), now=now)
