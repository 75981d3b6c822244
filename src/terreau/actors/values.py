"""The rows around a sheet as plain values: what forms read, what actions write."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from terreau.actors.models import Organisation
from terreau.territories.models import Territory


@dataclass(frozen=True)
class ContactValues:
    """A way to reach the organisation, as it was typed."""

    kind: str
    value: str
    label: str = ""
    is_public: bool = False


@dataclass(frozen=True)
class ResourceValues:
    """One offer or need; `uuid` tells which stored line it is, None a new one.

    `stated_at` and `stated_by` are kept when given (an import, a return to an earlier value),
    else a new or changed line is dated of today.
    """

    direction: str
    nature: str
    title: str
    quantity: Decimal | None = None
    unit: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    conditions: str = ""
    territories: tuple[Territory, ...] = ()
    is_public: bool = True
    uuid: UUID | None = None
    stated_at: datetime.datetime | None = None
    stated_by: str = ""


@dataclass(frozen=True)
class CompetenceValues:
    """One thing that the organisation knows how to do."""

    name: str
    detail: str = ""


@dataclass(frozen=True)
class NetworkValues:
    """One belonging to a network, perhaps on one territory only."""

    network: Organisation
    territory: Territory | None = None
    role: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None


@dataclass(frozen=True)
class SeatValues:
    """One seat in an outside body."""

    body: str
    role: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None


@dataclass(frozen=True)
class NumberValues:
    """One further number in a register."""

    scheme: str
    value: str
