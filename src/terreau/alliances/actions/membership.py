"""Members come, hold roles, leave; what the database must know is counted in the same breath."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.models import Mandate, Organisation
from terreau.actors.posture import Posture
from terreau.alliances.enums import AllianceStatus, MemberRole
from terreau.alliances.models import Alliance, Membership, MembershipRole
from terreau.alliances.permissions import (
    can_end_role,
    can_give_role,
    can_leave,
    count_facilitation,
    facilitators_of,
)
from terreau.alliances.permissions_members import can_describe_member
from terreau.core.journal import record
from terreau.core.verdicts import Refused, require


def lock_alliance(alliance: Alliance) -> Alliance:
    """Take the row until the end of the transaction, so that counts cannot cross."""
    return Alliance.objects.select_for_update().get(pk=alliance.pk)


def refresh_counts(alliance: Alliance, *, by: Posture, now: datetime.datetime) -> None:
    """Recount the facilitators and their worlds: constraints of the database stand on them.

    A mandate that ran out may leave a published alliance with too few: it is then private again,
    which the record says, rather than a broken constraint for whoever acts next.
    """
    persons, worlds = count_facilitation(facilitators_of(alliance, timezone.localdate(now)))
    falls_back = alliance.status == AllianceStatus.PUBLISHED and min(persons, worlds) < 2
    if falls_back:
        alliance.status = AllianceStatus.OPEN
    alliance.facilitator_count, alliance.facilitator_world_count = persons, worlds
    Alliance.objects.filter(pk=alliance.pk).update(
        facilitator_count=persons, facilitator_world_count=worlds, status=alliance.status
    )
    if falls_back:
        write(alliance, "alliance-unpublished", by=by, now=now)


def write(alliance: Alliance, verb: str, *, by: Posture, now: datetime.datetime, **params) -> None:
    """Append to the alliance's record of roles and decisions."""
    record(alliance.scope, verb, by=by.person, posture=by.label, params=params, now=now)


def join_alliance(
    alliance: Alliance,
    *,
    by: Posture,
    now: datetime.datetime,
    organisation: Organisation | None = None,
) -> Membership:
    """Bring in an organisation, or else the person as an inhabitant; twice is once."""
    today = timezone.localdate(now)
    who = {"organisation": organisation} if organisation else {"person": by.person}
    membership = Membership.objects.current().filter(alliance=alliance, **who).first()
    if membership:
        return membership
    membership = Membership.objects.create(alliance=alliance, joined_on=today, **who)
    name = organisation.name if organisation else _("une habitante ou un habitant")
    write(alliance, "member-joined", by=by, now=now, name=name)
    return membership


@transaction.atomic
def give_role(
    membership: Membership,
    role: str,
    *,
    mandate: Mandate | None,
    by: Posture,
    now: datetime.datetime,
) -> MembershipRole:
    """Give a role to a member; a facilitator is a person mandated by that member."""
    alliance = lock_alliance(membership.alliance)
    require(can_give_role(by, alliance))
    _check_holder(membership, role, mandate, timezone.localdate(now))
    held, created = MembershipRole.objects.get_or_create(
        membership=membership,
        role=role,
        mandate=mandate,
        ends_on=None,
        defaults={"starts_on": timezone.localdate(now)},
    )
    if created:
        write(
            alliance,
            "role-given",
            by=by,
            now=now,
            role=str(MemberRole(role).label),
            name=holder_name(held),
        )
        refresh_counts(alliance, by=by, now=now)
    return held


def _check_holder(
    membership: Membership, role: str, mandate: Mandate | None, today: datetime.date
) -> None:
    if membership.organisation_id is None:
        raise Refused(_("Un habitant participe en son nom : les rôles vont aux organisations."))
    if role == MemberRole.FACILITATOR and mandate is None:
        raise Refused(_("Choisissez la personne qui facilitera : ce rôle se tient avec un mandat."))
    if mandate and (
        mandate.organisation_id != membership.organisation_id
        or not Mandate.objects.filter(pk=mandate.pk).current(today).exists()
    ):
        raise Refused(_("Cette personne n’a pas de mandat en cours dans cette organisation."))


def holder_name(role: MembershipRole) -> str:
    """Say who holds a role; a person is told by the number of their mandate, never by name."""
    if role.mandate_id is None:
        return str(role.membership)
    return _("%(name)s (mandat n° %(number)s)") % {
        "name": role.membership,
        "number": role.mandate_id,
    }


@transaction.atomic
def end_role(role: MembershipRole, *, by: Posture, now: datetime.datetime) -> None:
    """End a role today; it stays in the history."""
    alliance = lock_alliance(role.membership.alliance)
    role.membership.alliance = alliance
    require(can_end_role(by, role))
    MembershipRole.objects.filter(pk=role.pk, ends_on=None).update(ends_on=timezone.localdate(now))
    write(
        alliance,
        "role-ended",
        by=by,
        now=now,
        role=str(role.get_role_display()),
        name=holder_name(role),
    )
    refresh_counts(alliance, by=by, now=now)


SAID = ("interest", "gives", "receives")


@transaction.atomic
def describe_member(
    membership: Membership, said: Mapping[str, str], *, by: Posture, now: datetime.datetime
) -> None:
    """Change why a member is there, what it gives, what it receives."""
    alliance = lock_alliance(membership.alliance)
    membership = Membership.objects.select_related("organisation").get(pk=membership.pk)
    membership.alliance = alliance
    require(can_describe_member(by, membership))
    changed = [name for name in SAID if name in said and getattr(membership, name) != said[name]]
    if not changed:
        return
    for name in changed:
        setattr(membership, name, said[name])
    membership.full_clean(exclude=["alliance", "organisation", "person"])
    membership.save(update_fields=changed)
    fields = ", ".join(str(Membership._meta.get_field(name).verbose_name) for name in changed)
    write(alliance, "member-described", by=by, now=now, name=str(membership), fields=fields)


@transaction.atomic
def leave_alliance(membership: Membership, *, by: Posture, now: datetime.datetime) -> None:
    """Leave: the membership and its roles end today, nothing is erased."""
    alliance = lock_alliance(membership.alliance)
    membership.alliance = alliance
    require(can_leave(by, alliance, membership))
    today = timezone.localdate(now)
    name = membership.organisation.name if membership.organisation_id else _("un habitant")
    membership.roles.filter(ends_on=None).update(ends_on=today)
    Membership.objects.filter(pk=membership.pk).update(left_on=today)
    write(alliance, "member-left", by=by, now=now, name=name)
    refresh_counts(alliance, by=by, now=now)
