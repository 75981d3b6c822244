"""Find the one address at which to write to each organisation, leaving out who refused."""

import datetime
from collections.abc import Collection, Iterable, Iterator

from terreau.actors.enums import ContactKind
from terreau.actors.enums_campaigns import BlockedKind
from terreau.actors.models import OrganisationContact, Position
from terreau.actors.objections import blocked_among

_BATCH = 500
_REFUSALS = (BlockedKind.EMAIL, BlockedKind.MESSAGES)


def addresses_of(ids: Collection[int], *, today: datetime.date) -> dict[int, str]:
    """The address of each organisation: a contact of its sheet, else somebody's in it.

    Public contacts first: a shared mailbox is meant to be written to, a person's is not.
    """
    found: dict[int, list[str]] = {}
    for keys in _batches(ids):
        contacts = OrganisationContact.objects.filter(
            organisation__in=keys, kind=ContactKind.EMAIL
        ).order_by("-is_public", "pk")
        people = Position.objects.filter(organisation__in=keys).current(today).exclude(email="")
        for rows, column in ((contacts, "value"), (people.order_by("-stated_at", "pk"), "email")):
            for key, address in rows.values_list("organisation", column):
                found.setdefault(key, []).append(address.strip().lower())
    refused = refusing({address for addresses in found.values() for address in addresses})
    chosen = {
        key: next((address for address in addresses if address not in refused), "")
        for key, addresses in found.items()
    }
    return {key: address for key, address in chosen.items() if address}


def refusing(addresses: Iterable[str]) -> set[str]:
    """The addresses whose owners asked for no message, or not to be listed."""
    asked = [(kind, address) for address in addresses for kind in _REFUSALS]
    return {value for _kind, value in blocked_among(asked)}


def persons_to_inform(ids: Collection[int], *, today: datetime.date) -> list[Position]:
    """The persons noted in these organisations who were never told that they are (art. 14)."""
    found = []
    for keys in _batches(ids):
        waiting = Position.objects.filter(organisation__in=keys, informed_at=None)
        found += waiting.current(today).exclude(email="").order_by("pk")
    refused = refusing({position.email.lower() for position in found})
    return [position for position in found if position.email.lower() not in refused]


def _batches(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]
