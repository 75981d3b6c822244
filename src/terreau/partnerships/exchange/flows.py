"""What parties give and receive, as a file."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceNature
from terreau.core.exchange.columns import CHOICE, CODE, INTEGER, NUMBER, CellError, Column
from terreau.core.exchange.datasets import Values
from terreau.core.verdicts import GRANTED, Verdict
from terreau.partnerships.actions.parties import add_flow, edit_flow, remove_flow
from terreau.partnerships.enums import FlowDirection
from terreau.partnerships.exchange.base import PartnershipFile
from terreau.partnerships.exchange.finding import found_by_uuid, posture_for, seen_by
from terreau.partnerships.models import Flow, Partnership, Party
from terreau.partnerships.permissions import can_describe_party

TOLD = ("direction", "nature", "title", "quantity", "unit", "value_eur", "value_method", "year")
NUMBERS = ("quantity", "value_eur")
TEXTS = ("unit", "value_method")


def _check_positive(value: Decimal) -> None:
    if value <= 0:
        raise CellError(
            gettext("Un nombre plus grand que zéro, ou une case vide s’il est inconnu.")
        )


def flow_columns() -> tuple[Column, ...]:
    """One row a thing given or received."""
    told = _("Pour lire ; ne se change pas ici.")
    return (
        Column("uuid", _("Identifiant de la ligne"), CODE, help=_("Vide pour une nouvelle ligne.")),
        Column("partnership", _("Identifiant du partenariat"), CODE, required=True),
        Column("organisation", _("Identifiant de l’organisation"), CODE, required=True),
        Column("organisation_name", _("Nom de la partie"), help=told),
        Column("direction", _("Sens"), CHOICE, required=True, choices=tuple(FlowDirection.choices)),
        Column("nature", _("Nature"), CHOICE, required=True, choices=tuple(ResourceNature.choices)),
        Column("title", _("Quoi"), required=True, max_length=200),
        Column("quantity", _("Quantité"), NUMBER, check=_check_positive),
        Column("unit", _("Unité"), max_length=40),
        Column("value_eur", _("Montant ou valorisation (€)"), NUMBER, check=_check_positive),
        Column(
            "value_method",
            _("Méthode de valorisation"),
            max_length=200,
            help=_("Nécessaire avec une valorisation."),
        ),
        Column("year", _("Année"), INTEGER),
    )


class FlowDataset(PartnershipFile):
    """What is given and received in the partnerships that a person may see."""

    name = "partnership-flows"
    label = _("Apports et bénéfices des partenariats")
    lead = _("Une ligne par apport ou bénéfice ; l’argent à part des valorisations.")
    columns = flow_columns()
    read_only = ("partnership", "organisation", "organisation_name")

    def partnership_of(self, instance: Flow) -> Partnership:
        """The partnership of the party of a line."""
        return instance.party.partnership

    def can_change(self, instance: Flow, person) -> Verdict:
        """Each party tells of itself."""
        posture = posture_for(person, instance.party.partnership, localdate())
        return can_describe_party(posture, instance.party)

    def can_remove(self, instance: Flow) -> Verdict:
        """A line may be taken back; the journal keeps what it was."""
        return GRANTED

    def export_values(self, person) -> Iterable[Values]:
        """Give every line."""
        seen = seen_by(person).values("pk")
        rows = _with_links(Flow.objects.filter(party__partnership__in=seen))
        return (self.read_values(row) for row in rows.order_by("party__partnership", "party", "pk"))

    def read_values(self, instance: Flow) -> Values:
        """Give the present values of one line."""
        return {
            "uuid": str(instance.uuid),
            "partnership": str(instance.party.partnership.uuid),
            "organisation": str(instance.party.organisation.uuid),
            "organisation_name": instance.party.organisation.name,
            **{name: getattr(instance, name) or None for name in TOLD if name not in NUMBERS},
            **{name: _plain(getattr(instance, name)) for name in NUMBERS},
        }

    def find_existing(self, rows: Sequence[Values]) -> list[Flow | None]:
        """Find by the identifier."""
        seen = seen_by(self.person).values("pk")
        return found_by_uuid(rows, _with_links(Flow.objects.filter(party__partnership__in=seen)))

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        return {str(one.pk): one for one in _with_links(Flow.objects.filter(pk__in=keys))}

    def check_new(self, row: Values) -> dict[str, str]:
        """A value says how it was found."""
        if row.get("value_eur") and not row.get("value_method"):
            return {"value_method": gettext("Dites comment cette valorisation est calculée.")}
        return {}

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Flow:
        """Note it through the domain's action."""
        partnership = self.named_partnership(values)
        parties = Party.objects.current().filter(partnership=partnership)
        rows = parties.select_related("organisation", "partnership")
        wanted = (values.get("organisation") or "").lower()
        party = next((one for one in rows if str(one.organisation.uuid) == wanted), None)
        if party is None:
            raise CellError(gettext("Cette organisation n’est pas partie à ce partenariat."))
        who = posture_for(by, partnership, localdate(now))
        return add_flow(party, _given({**dict.fromkeys(TOLD), **values}), by=who, now=now)

    def change(self, instance: Flow, values: Values, *, by, posture, now) -> None:
        """Change it through the domain's action."""
        who = posture_for(by, instance.party.partnership, localdate(now))
        edit_flow(instance, _given(values), by=who, now=now)

    def remove(self, instance: Flow, *, by, posture, now: datetime.datetime) -> None:
        """Take it back through the domain's action."""
        who = posture_for(by, instance.party.partnership, localdate(now))
        remove_flow(instance, by=who, now=now)


def _given(values: Values) -> dict[str, Any]:
    given = {name: values[name] for name in TOLD if name in values}
    return given | {name: given[name] or "" for name in TEXTS if name in given}


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value.normalize():f}")


def _with_links(rows):
    return rows.select_related("party__partnership", "party__organisation")
