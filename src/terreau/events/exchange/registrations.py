"""The registrations as a file: out to the facilitators, and back in."""

import copy
import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.folding import fold
from terreau.actors.models import Organisation
from terreau.alliances.exchange.grid_reading import uuids_of
from terreau.core.exchange.columns import CHOICE, CODE, CellError, Column
from terreau.core.exchange.datasets import Dataset, Values
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.events.actions.bringing import (
    bring_registration,
    rewrite_registration,
    take_registration_out,
)
from terreau.events.enums import Attendance, RegistrationState
from terreau.events.exchange.registration_reading import (
    events_by_code,
    facilitated_registrations,
    find_registrations,
    posture_for,
    read_moment,
)
from terreau.events.models import Registration
from terreau.events.naming import recognise_many
from terreau.events.permissions_registrations import can_manage_registrations

SAID = ("name", "email", "organisation_name", "state", "attendance", "offers", "needs", "note")


def registration_columns() -> tuple[Column, ...]:
    """One row for each registration of each meeting."""
    return (
        Column("event", _("Code de la rencontre"), CODE, required=True),
        Column(
            "registration", _("Identifiant de l’inscription"), CODE, help=_("Vide : une nouvelle.")
        ),
        Column("name", _("Nom"), required=True, max_length=150),
        Column("email", _("Adresse électronique"), max_length=254, is_personal=True),
        Column("organisation", _("Identifiant de la fiche"), CODE),
        Column("organisation_name", _("Organisation écrite"), max_length=200),
        Column("state", _("État"), CHOICE, choices=tuple(RegistrationState.choices)),
        Column("attendance", _("Présence"), CHOICE, choices=tuple(Attendance.choices)),
        Column("offers", _("Apporte"), max_length=500),
        Column("needs", _("Cherche"), max_length=500),
        Column("note", _("Pour l’accueillir"), max_length=300, is_personal=True),
        Column(
            "registered_at",
            _("Inscrite le"),
            help=_("Instant ISO 8601 ; pour lire, sauf d’une nouvelle."),
        ),
    )


class RegistrationDataset(Dataset):
    """The registrations of the meetings of the alliances that a person facilitates."""

    name = "event-registrations"
    label = _("Inscriptions aux rencontres")
    lead = _("Une ligne par inscription, liste d’attente et présences comprises.")
    columns = registration_columns()
    key = ("event", "registration")
    person: Any = None

    def for_run(self, run) -> "RegistrationDataset":
        """Know whose import it is: nobody reads who comes to the meetings of others."""
        bound = copy.copy(self)
        bound.person = run.requested_by
        return bound

    def row_key(self, values: Values) -> tuple | None:
        """Tell two rows apart by their identifier, else by the address."""
        if values.get("registration"):
            return (values["registration"],)
        if values.get("email"):
            return values.get("event"), values["email"].casefold()
        return None

    def row_label(self, values: Values) -> str:
        """Name a row by its person."""
        return str(values.get("name") or "")

    def can_import(self, person) -> Verdict:
        """Let whoever facilitates an alliance bring its registrations in."""
        signed_in = getattr(person, "is_authenticated", False)
        if signed_in and posture_for(person, None) is not None:
            return GRANTED
        return refused(gettext("Les inscriptions se lisent et se corrigent par les facilitateurs."))

    def can_export(self, person) -> Verdict:
        """Let whoever signed in take out those of the meetings that they facilitate."""
        if getattr(person, "is_authenticated", False):
            return GRANTED
        return refused(gettext("Les inscriptions se lisent et se corrigent par les facilitateurs."))

    def can_change(self, instance: Registration, person) -> Verdict:
        """Ask the meetings' own rule."""
        return can_manage_registrations(posture_for(person, instance.event), instance.event)

    def can_remove(self, instance: Registration) -> Verdict:
        """Unless a table stands on it."""
        if instance.seats.exists():
            return refused(
                gettext("Cette personne a une place à une table : son inscription reste.")
            )
        return GRANTED

    def export_values(self, person) -> Iterable[Values]:
        """Give the registrations that were not erased, meeting by meeting."""
        rows = facilitated_registrations(person).filter(erased_at=None)
        rows = rows.order_by("event__starts_at", "event_id", "registered_at", "pk")
        return (self.read_values(row) for row in rows.iterator(chunk_size=500))

    def read_values(self, instance: Registration) -> Values:
        """Give the present values of one registration."""
        sheet = instance.organisation
        return {
            "event": instance.event.code,
            "registration": str(instance.uuid),
            "organisation": str(sheet.uuid) if sheet else None,
            **{name: getattr(instance, name) or None for name in SAID},
            "registered_at": instance.registered_at.astimezone(datetime.UTC).isoformat(),
        }

    def find_existing(self, rows: Sequence[Values]) -> list[Registration | None]:
        """Find by identifier, else by address at the same meeting."""
        return find_registrations(rows, self.person)

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        rows = Registration.objects.filter(pk__in=keys).select_related(
            "event__alliance", "organisation"
        )
        return {str(row.pk): row for row in rows}

    def complete_rows(self, rows: Sequence[Values]) -> list[dict[str, Any]]:
        """Recognise organisations by their exact name, for new rows that give no sheet."""
        new = [row for row in rows if not row.get("registration")]
        known = recognise_many(row.get("organisation_name") or "" for row in new)
        done = []
        for row in rows:
            sheet = known.get(fold(row.get("organisation_name") or ""))
            if sheet and not row.get("organisation") and not row.get("registration"):
                row = {**row, "organisation": str(sheet.uuid)}
            done.append(dict(row))
        return done

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Refuse a meeting that is not theirs, an unknown sheet, a moment that is none."""
        events = events_by_code(rows, self.person)
        asked = {row["organisation"] for row in rows if row.get("organisation")}
        sheets = self._sheets(asked)
        return [self._faults(row, events, sheets) for row in rows]

    def _faults(self, row: Values, events, sheets) -> dict[str, str]:
        faults = {}
        if row.get("event") and row["event"].upper() not in events:
            faults["event"] = gettext("Aucune rencontre que vous facilitez n’a ce code.")
        if row.get("organisation") and row["organisation"] not in sheets:
            faults["organisation"] = gettext("Aucune fiche n’a cet identifiant.")
        if row.get("registered_at") and read_moment(row["registered_at"]) is None:
            faults["registered_at"] = gettext("Écrivez un instant comme 2026-11-22T09:30:00+01:00.")
        return faults

    def _sheets(self, uuids: Iterable[str]) -> dict[str, Organisation]:
        rows = Organisation.objects.filter(uuid__in=uuids_of(uuids))
        return {str(one.uuid): one for one in rows}

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Registration:
        """Write a new registration, through the domain's action."""
        event = events_by_code([values], by).get((values.get("event") or "").upper())
        if event is None:
            raise CellError(gettext("Aucune rencontre que vous facilitez n’a ce code."))
        said = self._said(values) | {"registered_at": read_moment(values.get("registered_at"))}
        return bring_registration(event, said, by=posture_for(by, event), now=now)

    def change(self, instance: Registration, values: Values, *, by, posture, now) -> None:
        """Change what differs, through the domain's action."""
        if {"event", "registered_at"} & set(values):
            raise CellError(
                gettext("La rencontre et l’instant d’une inscription se lisent seulement.")
            )
        who = posture_for(by, instance.event)
        rewrite_registration(instance, self._said(values), by=who, now=now)

    def _said(self, values: Values) -> dict[str, Any]:
        said = {name: values[name] for name in SAID if name in values}
        if "organisation" in values:
            asked = values["organisation"]
            said["organisation"] = self._sheets([asked]).get(asked) if asked else None
        return said

    def remove(self, instance: Registration, *, by, posture, now: datetime.datetime) -> None:
        """Undo a creation."""
        take_registration_out(instance, by=posture_for(by, instance.event), now=now)
