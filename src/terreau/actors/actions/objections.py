"""Make an objection true: data erased at once, everywhere, and never brought back."""

import datetime
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.accounts.links import issue_link, use_link
from terreau.accounts.models import PersonalLink
from terreau.actors.actions.telling import scope_of
from terreau.actors.enums import ContactKind, Lifecycle
from terreau.actors.enums_campaigns import BlockedKind, TargetAnswer
from terreau.actors.folding import fold
from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import (
    CampaignTarget,
    ObjectionRequest,
    Organisation,
    OrganisationContact,
    Position,
    SheetLink,
)
from terreau.actors.objections import Value, block, folded_value, named
from terreau.actors.scrubbing import Traces, scrub
from terreau.core.journal import record

PURPOSE = "objection"
LIFETIME = datetime.timedelta(days=2)
# INSEE's legal categories that begin with 1 are natural persons in business.
_NATURAL_PERSON = "1"
_EMPTIED = {
    "address": "",
    "description": "",
    "siren": "",
    "siret": "",
    "rna": "",
    "csr": "",
    "source": "",
    "confirmed_by": "",
    "provenance": {},
    "place": None,
    "is_public": False,
    "lifecycle": Lifecycle.CLOSED,
}


@dataclass(frozen=True)
class Erasure:
    """How much was erased; never what."""

    contacts: int
    positions: int
    copies: int

    @property
    def rows(self) -> int:
        return self.contacts + self.positions


def ask_objection(
    *,
    email: str,
    full_name: str = "",
    phone: str = "",
    organisation: Organisation | None = None,
    now: datetime.datetime,
    lifetime: datetime.timedelta = LIFETIME,
) -> tuple[ObjectionRequest, str]:
    """Keep what somebody typed until the link sent to their address comes back, then forget it."""
    with transaction.atomic():
        expired = PersonalLink.objects.filter(purpose=PURPOSE, expires_at__lte=now)
        expired.delete()
        link, secret = issue_link(
            purpose=PURPOSE,
            subject="objection",
            issued_by=None,
            lifetime=lifetime,
            single_use=True,
            now=now,
        )
        asked = ObjectionRequest.objects.create(
            link=link,
            organisation=organisation,
            email=email.strip(),
            full_name=full_name,
            phone=phone,
        )
    return asked, secret


@transaction.atomic
def confirm_objection(asked: ObjectionRequest, *, now: datetime.datetime) -> Erasure:
    """Erase what a proved address asked for."""
    use_link(asked.link, now=now)
    done = erase_person(
        email=asked.email,
        full_name=asked.full_name,
        phone=asked.phone,
        organisation=asked.organisation,
        now=now,
    )
    asked.delete()
    return done


@transaction.atomic
def erase_person(
    *,
    email: str = "",
    full_name: str = "",
    phone: str = "",
    organisation: Organisation | None = None,
    now: datetime.datetime,
) -> Erasure:
    """Erase a person from the sheets, the histories and the imports; keep digests only.

    An address is erased wherever it stands; a name or a telephone, in the organisation named.
    """
    positions = _positions_of(email, full_name, organisation)
    phones = _own_phones(positions) | ({phone} if phone else set())
    contacts = _contacts_of(email, phones, organisation)
    touched = {row.organisation_id: row.organisation for row in (*positions, *contacts)}
    if organisation:
        touched[organisation.pk] = organisation
    emails = {value for value in (email, *(row.email for row in positions)) if value}
    names = {row.full_name for row in positions} | ({full_name} if full_name else set())
    Position.objects.filter(pk__in=[row.pk for row in positions]).delete()
    OrganisationContact.objects.filter(pk__in=[row.pk for row in contacts]).delete()
    _close_links(emails, now)
    organisations = tuple(touched.values())
    block(_values(emails, phones, names, organisations), on=localdate(now))
    copies = scrub(Traces(frozenset(emails), frozenset(phones), frozenset(names), organisations))
    _tell(organisations, len(positions) + len(contacts), now)
    refresh_indexes(list(touched))
    return Erasure(len(contacts), len(positions), copies)


def is_one_person(organisation: Organisation) -> bool:
    """Tell whether the sheet is a natural person's in business: its data are that person's."""
    return organisation.legal_category.startswith(_NATURAL_PERSON)


@transaction.atomic
def erase_one_person_business(organisation: Organisation, *, now: datetime.datetime) -> Erasure:
    """Empty the sheet of a one-person business: nothing says any more who it was.

    The row stays, nameless and closed, for what others wrote beside it (R12).
    """
    name, contacts = organisation.name, list(organisation.contacts.all())
    people = list(organisation.positions.all())
    emails = {row.value for row in contacts if row.kind == ContactKind.EMAIL}
    phones = {row.value for row in contacts if row.kind == ContactKind.PHONE}
    emails |= {row.email for row in people if row.email}
    phones |= {row.phone for row in people if row.phone}
    names = {name, *(row.full_name for row in people)}
    numbers = {organisation.siren, organisation.siret, organisation.rna} - {""}
    block(
        [
            *((BlockedKind.NUMBER, number) for number in numbers),
            *_values(emails, phones, names, [organisation]),
        ],
        on=localdate(now),
    )
    traces = Traces(
        frozenset(emails), frozenset(phones), frozenset(names | numbers), (copy(organisation),)
    )
    _empty(organisation)
    _close_links(emails, now)
    copies = scrub(traces)
    _tell([organisation], len(contacts) + 1, now)
    refresh_indexes([organisation.pk])
    return Erasure(len(contacts), 1, copies)


@transaction.atomic
def stop_messages(sheet_link: SheetLink, *, now: datetime.datetime) -> None:
    """Send no more campaign to this address; the sheet and its link stay as they are."""
    if sheet_link.email:
        block([(BlockedKind.MESSAGES, sheet_link.email)], on=localdate(now))
    silent = CampaignTarget.objects.filter(answer="", email=sheet_link.email).exclude(email="")
    silent.update(answer=TargetAnswer.UNSUBSCRIBED, answered_at=now)


def _positions_of(email: str, full_name: str, organisation: Organisation | None) -> list[Position]:
    rows = Position.objects.select_related("organisation").order_by("pk")
    found = list(rows.filter(email__iexact=email)) if email else []
    if full_name and organisation:
        wanted = sorted(fold(full_name).split())
        found += [
            row
            for row in rows.filter(organisation=organisation)
            if row not in found
            and sorted(fold(row.full_name).split()) == wanted
            and not (email and row.email)  # another address: perhaps another person
        ]
    return found


def _own_phones(positions: list[Position]) -> set[str]:
    """The telephones of these persons, without the switchboards of their organisations."""
    bodies = {row.organisation_id for row in positions}
    shared = OrganisationContact.objects.filter(organisation__in=bodies, kind=ContactKind.PHONE)
    common = {folded_value(BlockedKind.PHONE, v) for v in shared.values_list("value", flat=True)}
    phones = {row.phone for row in positions if row.phone}
    return {phone for phone in phones if folded_value(BlockedKind.PHONE, phone) not in common}


def _contacts_of(
    email: str, phones: set[str], organisation: Organisation | None
) -> list[OrganisationContact]:
    rows = OrganisationContact.objects.select_related("organisation").order_by("pk")
    found = list(rows.filter(kind=ContactKind.EMAIL, value__iexact=email)) if email else []
    here = {row.organisation_id for row in found} | ({organisation.pk} if organisation else set())
    digits = {folded_value(BlockedKind.PHONE, phone) for phone in phones}
    calls = rows.filter(kind=ContactKind.PHONE, organisation__in=here) if digits else []
    return found + [row for row in calls if folded_value(BlockedKind.PHONE, row.value) in digits]


def _values(
    emails: set[str], phones: set[str], names: set[str], organisations: Iterable[Organisation]
) -> list[Value]:
    return [
        *((BlockedKind.EMAIL, email) for email in emails),
        *((BlockedKind.PHONE, phone) for phone in phones),
        *((BlockedKind.NAME, named(name, body.name)) for name in names for body in organisations),
    ]


def _close_links(emails: set[str], now: datetime.datetime) -> None:
    """Take back the links of these addresses and forget the addresses."""
    whose = Q(pk__in=[])
    for email in emails:
        whose |= Q(email__iexact=email)
    links = SheetLink.objects.filter(whose)
    PersonalLink.objects.filter(sheet_link__in=links, revoked_at=None).update(revoked_at=now)
    links.update(email="")
    targets = CampaignTarget.objects.filter(whose)
    targets.update(email="", answer=TargetAnswer.OBJECTED, answered_at=now)


def _empty(organisation: Organisation) -> None:
    for related in ("contacts", "positions", "aliases", "numbers", "resources", "competences"):
        getattr(organisation, related).all().delete()
    organisation.changes.all().delete()
    organisation.history.all().delete()
    for name, value in _EMPTIED.items():
        setattr(organisation, name, value)
    organisation.name = _("Entreprise individuelle retirée à sa demande")
    organisation.version += 1
    organisation.save_without_historical_record()


def _tell(organisations: Iterable[Organisation], count: int, now: datetime.datetime) -> None:
    posture = _("à la demande de la personne")
    for organisation in organisations:
        params = {"name": organisation.name}
        record(
            scope_of(organisation),
            "person-erased",
            by=None,
            posture=posture,
            params=params,
            now=now,
        )
    record(
        "instance",
        "objection-received",
        by=None,
        posture=posture,
        params={"count": count},
        now=now,
    )
