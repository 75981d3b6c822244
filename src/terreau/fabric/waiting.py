"""What the fabric waits for from somebody: a network that was read and not yet confirmed."""

import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import Person
from terreau.alliances.models import MembershipRole
from terreau.fabric.models import ImportedNetwork


def unconfirmed_networks(person: Person, today: datetime.date) -> QuerySet[ImportedNetwork]:
    """Find the networks that wait in the alliances that a person facilitates."""
    roles = MembershipRole.objects.facilitated_by(person, today)
    return ImportedNetwork.objects.filter(
        confirmed_at=None,
        alliance__deleted_at=None,
        alliance__in=roles.order_by().values("membership__alliance"),
    )


def keys_of_networks(person: Person, today: datetime.date) -> list[QuerySet]:
    """One row for each network that waits."""
    return [unconfirmed_networks(person, today)]


def networks_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Ask to look at each network that was read, in one query."""
    rows = unconfirmed_networks(person, today).select_related("alliance").defer("draft")
    return [
        TodoItem(
            key=f"network:{row.uuid}",
            label=_("Vérifier le réseau « %(name)s » avant de le reprendre") % {"name": row.name},
            url=reverse("fabric:brought", args=[row.alliance.slug, row.uuid]),
            detail=_("dans « %(alliance)s »") % {"alliance": row.alliance.name},
            act=_("Vérifier"),
            since=localdate(row.brought_at),
            alliance=str(row.alliance),
        )
        for row in rows.order_by("brought_at", "pk")
    ]
