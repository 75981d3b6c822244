"""A person's own hours as a file; others' hours never leave but as sums."""

import copy
import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Mandate, Organisation
from terreau.alliances.models import Alliance
from terreau.core.exchange.columns import CHOICE, CODE, DATE, INTEGER, CellError, Column
from terreau.core.exchange.datasets import Dataset, Values
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.support.actions.hours import change_hours, log_hours, remove_hours
from terreau.support.enums import Engineering, SupportPhase, Trade
from terreau.support.models import HourEntry, SupportFile
from terreau.support.permissions import can_change_hours

_PLAIN = ("on", "minutes", "trade", "phase", "engineering", "note")
_TIED = ("organisation", "alliance", "file")


def hours_columns() -> tuple[Column, ...]:
    """One row for each stretch of time."""
    return (
        Column("id", _("Identifiant"), CODE, help=_("Laissez vide pour une ligne nouvelle.")),
        Column("on", _("Jour"), DATE, required=True),
        Column("minutes", _("Minutes"), INTEGER, required=True, check=_check_minutes),
        Column("trade", _("Métier"), CHOICE, required=True, choices=tuple(Trade.choices)),
        Column("phase", _("Phase"), CHOICE, choices=tuple(SupportPhase.choices)),
        Column("engineering", _("Ingénierie"), CHOICE, choices=tuple(Engineering.choices)),
        Column("organisation", _("Au nom de"), CODE, help=_("L’identifiant de sa fiche.")),
        Column("alliance", _("Alliance"), CODE, help=_("Son nom dans l’adresse.")),
        Column("file", _("Dossier"), CODE, help=_("L’identifiant du dossier d’accompagnement.")),
        Column("note", _("En deux mots"), max_length=200),
    )


def _check_minutes(value: int) -> None:
    if not 0 < value <= 1440:
        raise CellError(gettext("Une journée a de 1 à 1 440 minutes."))


class HoursDataset(Dataset):
    """The hours of one person, out and back in."""

    name = "hours"
    label = _("Mes heures de catalyse")
    lead = _("Une ligne par moment noté : jour, minutes, métier, phase, alliance.")
    columns = hours_columns()
    key = ("id",)
    person: Any = None

    def for_run(self, run) -> "HoursDataset":
        """Know whose import it is: a file only reaches one's own hours."""
        bound = copy.copy(self)
        bound.person = run.requested_by
        return bound

    def can_import(self, person) -> Verdict:
        """Let everybody who signed in bring their own hours in."""
        if getattr(person, "is_authenticated", False):
            return GRANTED
        return refused(gettext("Connectez-vous pour reprendre vos heures."))

    def can_export(self, person) -> Verdict:
        """Let everybody who signed in take their own hours out."""
        return GRANTED

    def can_change(self, instance: HourEntry, person) -> Verdict:
        """Ask the domain's own rule."""
        return can_change_hours(person, instance)

    def export_values(self, person) -> Iterable[Values]:
        """Give one's own hours, by day."""
        rows = _rows(HourEntry.objects.filter(person=person)).order_by("on", "pk")
        return (self.read_values(row) for row in rows)

    def read_values(self, instance: HourEntry) -> Values:
        """Give the present values of one entry."""
        return {
            "id": str(instance.uuid),
            **{name: getattr(instance, name) or None for name in _PLAIN},
            "organisation": str(instance.organisation.uuid) if instance.organisation else None,
            "alliance": instance.alliance.slug if instance.alliance else None,
            "file": str(instance.file.uuid) if instance.file else None,
        }

    def find_existing(self, rows: Sequence[Values]) -> list[HourEntry | None]:
        """Find one's own entries by their identifiers."""
        asked = {key for row in rows if (key := _as_uuid(row.get("id")))}
        mine = _rows(HourEntry.objects.filter(person=self.person, uuid__in=asked))
        found = {one.uuid: one for one in mine}
        return [found.get(_as_uuid(row.get("id"))) for row in rows]

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        return {str(row.pk): row for row in _rows(HourEntry.objects.filter(pk__in=keys))}

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Refuse what is tied to nothing the person knows, and a day that has not come."""
        known = {name: self._known(name, rows) for name in _TIED}
        return [self._faults(row, known) for row in rows]

    def _faults(self, row: Values, known: dict[str, dict]) -> dict[str, str]:
        faults = {
            name: _unknown(name) for name in _TIED if row.get(name) and row[name] not in known[name]
        }
        if row.get("on") and row["on"] > localdate():
            faults["on"] = gettext("Ce jour n’est pas encore venu.")
        if row.get("id") and _as_uuid(row["id"]) is None:
            faults["id"] = gettext(
                "Cet identifiant n’en est pas un. Laissez vide pour une ligne neuve."
            )
        return faults

    def _known(self, name: str, rows: Sequence[Values]) -> dict[str, Any]:
        """What some rows may be tied to, by what a file calls it."""
        asked = {row[name] for row in rows if row.get(name)}
        if not asked:
            return {}
        if name == "alliance":
            rows = Alliance.objects.filter(slug__in=asked)
            seen = Alliance.objects.visible_to(self.person)
            return {one.slug: one for one in self._within(rows, seen)}
        keys = {key for text in asked if (key := _as_uuid(text))}
        if name == "file":
            rows, seen = SupportFile.objects, SupportFile.objects.visible_to(self.person)
        else:
            mandates = Mandate.objects.filter(person=self.person)
            rows = Organisation.objects
            seen = Organisation.objects.filter(pk__in=mandates.values("organisation"))
        return {str(one.uuid): one for one in self._within(rows.filter(uuid__in=keys), seen)}

    def _within(self, rows: QuerySet, seen: QuerySet) -> QuerySet:
        """Keep what the person sees, and what their own hours are tied to already."""
        tied = Q(hour_entries__person=self.person)
        return rows.filter(Q(pk__in=seen.order_by().values("pk")) | tied).distinct()

    def _values(self, values: Values) -> dict[str, Any]:
        plain = {
            name: values[name] if name in ("on", "minutes", "trade") else values[name] or ""
            for name in _PLAIN
            if name in values
        }
        tied = {
            name: self._known(name, [values]).get(values[name]) if values[name] else None
            for name in _TIED
            if name in values
        }
        return plain | tied

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> HourEntry:
        """Log hours that a file brings, under the identifier it gives."""
        told = self._values(values)
        organisation = told.pop("organisation", None)
        key = _as_uuid(values.get("id"))
        if key and HourEntry.objects.filter(uuid=key).exists():
            raise CellError(
                gettext("Ces heures sont à quelqu’un d’autre : chacun reprend les siennes.")
            )
        return log_hours(told, organisation=organisation, by=by, now=now, key=key)

    def change(self, instance: HourEntry, values: Values, *, by, posture, now) -> None:
        """Correct one's own hours."""
        change_hours(instance, self._values(values), by=by)

    def remove(self, instance: HourEntry, *, by, posture, now: datetime.datetime) -> None:
        """Take back hours that a file brought."""
        remove_hours(instance, by=by)


def _rows(rows):
    return rows.select_related("organisation", "alliance", "file")


def _as_uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text)) if text else None
    except ValueError:
        return None


def _unknown(name: str) -> str:
    return {
        "organisation": gettext("Vous n’avez jamais parlé au nom de cette organisation."),
        "alliance": gettext("Cette alliance n’est pas de celles que vous pouvez voir."),
        "file": gettext("Ce dossier d’accompagnement n’est pas de ceux que vous tenez."),
    }[name]
