"""The items of the cells that hold several things: numbers, offers, networks, contacts…"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from terreau.actors.enums import ContactKind
from terreau.actors.exchange.cells import (
    CONDITIONS,
    DETAIL,
    NATURE,
    QUANTITY,
    ROLE,
    SERVICE,
    SHEET,
    SINCE,
    UNIT,
    UNTIL,
    WHERE,
    check_span,
    check_title,
    read_item,
    read_nature,
    read_number,
    read_quantity,
    write_item,
)
from terreau.actors.forms.contacts import check_contact
from terreau.actors.models import (
    Competence,
    ExternalSeat,
    NetworkMembership,
    OrganisationContact,
    Resource,
)
from terreau.core.exchange.columns import CellError
from terreau.territories.enums import TerritoryKind

Day = datetime.date | None


@dataclass(frozen=True)
class ResourceItem:
    """An offer or a need, as a cell tells it; `where` holds « niveau:code » tokens."""

    title: str
    nature: str
    quantity: Decimal | None = None
    unit: str = ""
    starts_on: Day = None
    ends_on: Day = None
    conditions: str = ""
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class NetworkItem:
    """A belonging to a network, known by its sheet or by its name."""

    name: str
    sheet: str = ""
    where: str = ""
    role: str = ""
    starts_on: Day = None
    ends_on: Day = None


@dataclass(frozen=True)
class SeatItem:
    """A seat in an outside body."""

    body: str
    role: str = ""
    starts_on: Day = None
    ends_on: Day = None


def read_official_number(text: str) -> tuple[str, str]:
    """Read a further number, or refuse it with a sentence."""
    try:
        return read_number(text)
    except ValidationError as error:
        raise CellError(" ".join(error.messages)) from error


def read_resource(text: str) -> ResourceItem:
    """Read an offer or a need."""
    title, facts = check_title(text, 200)
    since, until = check_span(facts)
    return ResourceItem(
        title=title,
        nature=read_nature(facts),
        quantity=read_quantity(facts),
        unit=_fits(facts.get(UNIT, ""), 40),
        starts_on=since,
        ends_on=until,
        conditions=_fits(facts.get(CONDITIONS, ""), 1000),
        where=tuple(_tokens(facts.get(WHERE, ""))),
    )


def write_resource(row: Resource) -> str:
    """Write an offer or a need."""
    where = sorted(unit.token for unit in row.territories.all())
    quantity = "" if row.quantity is None else f"{row.quantity.normalize():f}"
    return write_item(
        row.title,
        {
            NATURE: row.get_nature_display(),
            QUANTITY: quantity,
            UNIT: row.unit,
            SINCE: row.starts_on,
            UNTIL: row.ends_on,
            CONDITIONS: row.conditions,
            WHERE: ", ".join(where),
        },
    )


def read_competence(text: str) -> tuple[str, str]:
    """Read « qui sait faire quoi »."""
    title, facts = check_title(text, 150)
    return title, _fits(facts.get(DETAIL, ""), 300)


def write_competence(row: Competence) -> str:
    """Write a competence."""
    return write_item(row.name, {DETAIL: row.detail})


def read_network(text: str) -> NetworkItem:
    """Read a belonging to a network."""
    name, facts = check_title(text, 200)
    since, until = check_span(facts)
    sheet = facts.get(SHEET, "")
    if sheet and not is_uuid(sheet):
        raise CellError(
            _("« %(sheet)s » n’est pas l’identifiant d’une fiche. Retirez-le ou corrigez-le.")
            % {"sheet": sheet[:60]}
        )
    where = next(iter(_tokens(facts.get(WHERE, ""))), "")
    role = _fits(facts.get(ROLE, ""), 120)
    return NetworkItem(name, sheet, where, role, since, until)


def write_network(row: NetworkMembership) -> str:
    """Write a belonging to a network."""
    return write_item(
        row.network.name,
        {
            SHEET: row.network.uuid,
            WHERE: row.territory.token if row.territory else "",
            ROLE: row.role,
            SINCE: row.starts_on,
            UNTIL: row.ends_on,
        },
    )


def read_seat(text: str) -> SeatItem:
    """Read a seat in an outside body."""
    body, facts = check_title(text, 200)
    since, until = check_span(facts)
    return SeatItem(body, _fits(facts.get(ROLE, ""), 120), since, until)


def write_seat(row: ExternalSeat) -> str:
    """Write a seat."""
    return write_item(row.body, {ROLE: row.role, SINCE: row.starts_on, UNTIL: row.ends_on})


def read_contact(kind: ContactKind, text: str) -> tuple[str, str]:
    """Read a way to reach the organisation, and the service that answers."""
    value, facts = read_item(text)
    value = check_contact(kind, value)
    if len(value) > 250:
        raise CellError(_("Cette coordonnée dépasse 250 caractères."))
    return value, _fits(facts.get(SERVICE, ""), 120)


def write_contact(row: OrganisationContact) -> str:
    """Write a way to reach the organisation."""
    return write_item(row.value, {SERVICE: row.label})


def is_uuid(text: str) -> bool:
    """Tell whether a text is the identifier of a sheet."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _tokens(text: str) -> list[str]:
    tokens = [token.strip() for token in text.split(",") if token.strip()]
    for token in tokens:
        if token.partition(":")[0] not in TerritoryKind.values:
            raise CellError(
                _("« %(key)s » n’est pas un code connu. Écrivez par exemple commune:94018.")
                % {"key": token[:60]}
            )
    return tokens


def _fits(text: str, limit: int) -> str:
    if len(text) > limit:
        raise CellError(
            _("Ce texte compte %(size)d caractères ; %(limit)d au plus. Raccourcissez-le.")
            % {"size": len(text), "limit": limit}
        )
    return text
