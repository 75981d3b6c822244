"""The parties of partnerships as a file: who, since when, what each comes to look for."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.core.exchange.columns import CODE, DATE, LIST, CellError, Column
from terreau.core.exchange.datasets import Values
from terreau.core.verdicts import Verdict
from terreau.partnerships.actions.parties import (
    NewParty,
    add_party,
    describe_party,
    leave_partnership,
)
from terreau.partnerships.enums import OBJECTIVES_BY_WORLD, Objective
from terreau.partnerships.exchange.base import PartnershipFile
from terreau.partnerships.exchange.finding import (
    found_by_uuid,
    organisations_of,
    posture_for,
    seen_by,
)
from terreau.partnerships.models import Party
from terreau.partnerships.permissions import can_describe_party

_SIGN = " = "


def party_columns() -> tuple[Column, ...]:
    """One row a party, those that left as well."""
    told = _("Pour lire ; ne se change pas ici.")
    return (
        Column(
            "uuid", _("Identifiant de la ligne"), CODE, help=_("Vide pour une nouvelle partie.")
        ),
        Column("partnership", _("Identifiant du partenariat"), CODE, required=True),
        Column("partnership_title", _("Nom du partenariat"), help=told),
        Column("organisation", _("Identifiant de l’organisation"), CODE, required=True),
        Column("organisation_name", _("Nom de la partie"), help=told),
        Column("role", _("Rôle"), max_length=120),
        Column("joined_on", _("Depuis le"), DATE),
        Column("left_on", _("Jusqu’au"), DATE),
        Column("leaving_reason", _("Raison du départ"), max_length=300),
        Column(
            "objectives",
            _("Objectifs"),
            LIST,
            example="innovation = apprendre à plusieurs",
            help=_("Le mot de la liste, puis « = » et une phrase, si l’on veut."),
        ),
    )


class PartyDataset(PartnershipFile):
    """The parties of the partnerships that a person may see."""

    name = "partnership-parties"
    label = _("Parties des partenariats")
    lead = _("Une ligne par organisation dans chaque partenariat, avec ses objectifs.")
    columns = party_columns()
    read_only = ("partnership", "partnership_title", "organisation", "organisation_name")

    def can_change(self, instance: Party, person) -> Verdict:
        """Each party tells of itself."""
        posture = posture_for(person, instance.partnership, localdate())
        return can_describe_party(posture, instance)

    def export_values(self, person) -> Iterable[Values]:
        """Give every party, past ones dated."""
        rows = _with_links(Party.objects.filter(partnership__in=seen_by(person).values("pk")))
        return (self.read_values(row) for row in rows.order_by("partnership", "pk"))

    def read_values(self, instance: Party) -> Values:
        """Give the present values of one party."""
        return {
            "uuid": str(instance.uuid),
            "partnership": str(instance.partnership.uuid),
            "partnership_title": instance.partnership.title,
            "organisation": str(instance.organisation.uuid),
            "organisation_name": instance.organisation.name,
            "role": instance.role or None,
            "joined_on": instance.joined_on,
            "left_on": instance.left_on,
            "leaving_reason": instance.leaving_reason or None,
            "objectives": sorted(
                f"{one.objective}{_SIGN}{one.detail}" if one.detail else one.objective
                for one in instance.objectives.all()
            )
            or None,
        }

    def find_existing(self, rows: Sequence[Values]) -> list[Party | None]:
        """Find by the identifier of the line, else the party that runs."""
        seen = Party.objects.filter(partnership__in=seen_by(self.person).values("pk"))
        found = found_by_uuid(rows, _with_links(seen))
        if all(found):
            return found
        known = {
            (str(one.partnership.uuid), str(one.organisation.uuid)): one
            for one in _with_links(seen.current()).order_by("pk")
            if str(one.partnership.uuid) in {row.get("partnership") for row in rows}
        }
        return [
            one or known.get((row.get("partnership"), row.get("organisation")))
            for row, one in zip(rows, found, strict=True)
        ]

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        return {str(one.pk): one for one in _with_links(Party.objects.filter(pk__in=keys))}

    def complete_rows(self, rows: Sequence[Values]) -> list[dict[str, Any]]:
        """Write objectives in one order, as the export does."""
        return [
            {**row, "objectives": sorted(set(row["objectives"]))}
            if row.get("objectives")
            else dict(row)
            for row in rows
        ]

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Party:
        """Let the organisation in, through the domain's action."""
        partnership = self.named_partnership(values)
        organisation = organisations_of([values.get("organisation")]).get(
            (values.get("organisation") or "").lower()
        )
        if organisation is None:
            raise CellError(
                gettext("Cette organisation n’a pas de fiche ici : apportez-la d’abord.")
            )
        who = posture_for(by, partnership, localdate(now))
        given = NewParty(
            organisation=organisation,
            role=values.get("role") or "",
            joined_on=values.get("joined_on"),
        )
        made = add_party(partnership, given, by=who, now=now)
        if values.get("objectives"):
            self._describe(made, values, who, now)
        self._leave(made, values, who, now)
        return made

    def change(self, instance: Party, values: Values, *, by, posture, now) -> None:
        """Say what a party says of itself, or that it left."""
        who = posture_for(by, instance.partnership, localdate(now))
        if {"role", "joined_on", "objectives"} & set(values):
            self._describe(instance, {**self.read_values(instance), **values}, who, now)
        self._leave(instance, values, who, now)

    def _describe(self, party: Party, values: Values, who, now) -> None:
        told = {
            "role": values.get("role") or "",
            "joined_on": values.get("joined_on"),
            "objectives": [_objective(one, party) for one in values.get("objectives") or []],
        }
        describe_party(party, told, by=who, now=now)

    def _leave(self, party: Party, values: Values, who, now) -> None:
        if values.get("left_on") and party.left_on is None:
            reason = values.get("leaving_reason") or party.leaving_reason
            if not reason:
                raise CellError(
                    gettext("Dites la raison du départ : les autres parties la liront.")
                )
            leave_partnership(party, left_on=values["left_on"], reason=reason, by=who, now=now)
        elif {"left_on", "leaving_reason"} & set(values) and party.left_on:
            raise CellError(
                gettext("Un départ noté ne change plus. Faites revenir la partie, si besoin.")
            )


def _with_links(rows):
    return rows.select_related("partnership", "organisation").prefetch_related("objectives")


def _objective(text: str, party: Party) -> tuple[str, str]:
    word, _sign, detail = text.partition("=")
    wanted = word.strip().casefold()
    for key in OBJECTIVES_BY_WORLD[party.organisation.world]:
        if wanted in (str(key), str(Objective(key).label).casefold()):
            return str(key), detail.strip()[:300]
    raise CellError(
        gettext("« %(word)s » n’est pas un objectif du monde de cette organisation.")
        % {"word": word[:60]}
    )
