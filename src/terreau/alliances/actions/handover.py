"""Hand one's facilitation over without ever leaving the alliance without a hand."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import (
    holder_name,
    lock_alliance,
    refresh_counts,
    write,
)
from terreau.alliances.enums import AllianceStatus, JournalKind, MemberRole
from terreau.alliances.models import Alliance, JournalEntry, Membership, MembershipRole
from terreau.alliances.permissions import count_facilitation, facilitators_of
from terreau.alliances.permissions_journal import can_hand_over
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused, require


@transaction.atomic
def hand_over(
    alliance: Alliance, *, to: Mandate, note: str, by: Posture, now: datetime.datetime
) -> JournalEntry:
    """Close one's facilitation and open the other's at once; the note stays with the members."""
    alliance = lock_alliance(alliance)
    require(can_hand_over(by, alliance))
    today = timezone.localdate(now)
    former = facilitators_of(alliance, today).get(mandate=by.mandate)
    membership = _membership_for(alliance, to, by, today)
    MembershipRole.objects.filter(pk=former.pk).update(ends_on=today)
    successor, _created = MembershipRole.objects.get_or_create(
        membership=membership,
        role=MemberRole.FACILITATOR,
        mandate=to,
        ends_on=None,
        defaults={"starts_on": today},
    )
    _check_two_worlds(alliance, today)
    refresh_counts(alliance, by=by, now=now)
    names = {"former": holder_name(former), "next": holder_name(successor)}
    write(alliance, "charge-handed-over", by=by, now=now, **names)
    return JournalEntry.objects.create(
        alliance=alliance,
        kind=JournalKind.STEP,
        title=_("Passage de relais : ce qu’il faut savoir"),
        text=note,
        happened_on=PartialDate(today.isoformat()),
        author=by.person,
        posture=by.label,
    )


def _membership_for(
    alliance: Alliance, to: Mandate, by: Posture, today: datetime.date
) -> Membership:
    if to.person_id == by.person.pk:
        raise Refused(_("Le relais se passe à une autre personne que vous."))
    membership = (
        Membership.objects.current()
        .filter(alliance=alliance, organisation=to.organisation_id)
        .first()
    )
    if membership is None or not Mandate.objects.filter(pk=to.pk).current(today).exists():
        raise Refused(
            _(
                "Cette personne n’a pas de mandat en cours dans une organisation membre. "
                "Choisissez-en une autre, ou invitez d’abord son organisation."
            )
        )
    return membership


def _check_two_worlds(alliance: Alliance, today: datetime.date) -> None:
    if alliance.status != AllianceStatus.PUBLISHED:
        return
    if min(count_facilitation(facilitators_of(alliance, today))) < 2:
        raise Refused(
            _(
                "L’alliance est publiée : elle garde deux facilitateurs de deux mondes. "
                "Choisissez quelqu’un d’un autre monde que les facilitateurs qui restent, "
                "ou retirez d’abord la publication."
            )
        )
