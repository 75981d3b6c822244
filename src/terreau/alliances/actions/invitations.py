"""Invite with equal rights; answer by a personal link, without a password."""

import datetime
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.actions import open_account, person_with_email
from terreau.accounts.links import issue_link, revoke_link, use_link
from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation
from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import join_alliance, lock_alliance, write
from terreau.alliances.enums import AllianceStatus, InvitationState
from terreau.alliances.models import Alliance, Invitation, Membership
from terreau.alliances.permissions import can_invite, can_withdraw_invitation
from terreau.core.formats import format_long_date
from terreau.core.journal import record
from terreau.core.verdicts import Refused, require

PURPOSE = "alliance-invitation"
LIFETIME = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Guest:
    """Whom to invite: an organisation through one person, or an inhabitant."""

    email: str
    person_name: str = ""
    organisation: Organisation | None = None
    message: str = ""


@dataclass(frozen=True)
class SentInvitation:
    """An invitation and, once only, the secret of its link."""

    invitation: Invitation
    secret: str


@transaction.atomic
def invite(
    alliance: Alliance, guest: Guest, *, by: Posture, now: datetime.datetime
) -> SentInvitation:
    """Invite once; the letter leaves when the transaction is done."""
    require(can_invite(by, alliance))
    lock_alliance(alliance)
    guest = _addressed(guest, timezone.localdate(now))
    _refuse_a_second_invitation(alliance, guest)
    invitation = Invitation.objects.create(
        alliance=alliance,
        organisation=guest.organisation,
        email=guest.email.strip().lower(),
        person_name=guest.person_name,
        message=guest.message,
        invited_by=by.person,
        invited_for=by.organisation,
    )
    write(alliance, "invitation-sent", by=by, now=now, name=guest_name(invitation))
    return _send(invitation, by=by, now=now)


def _addressed(guest: Guest, today: datetime.date) -> Guest:
    """Send the invitation of a known organisation to somebody who already speaks for it.

    Otherwise whoever invites could hand the voice of an organisation to anybody.
    """
    if guest.organisation is None:
        return guest
    mandates = (
        Mandate.objects.filter(organisation=guest.organisation)
        .current(today)
        .select_related("person")
        .order_by("starts_on", "pk")
    )
    people = [mandate.person for mandate in mandates]
    if not people:
        if not guest.email:
            raise Refused(
                _("Personne ne parle encore pour « %(name)s » : donnez une adresse électronique.")
                % {"name": guest.organisation}
            )
        return guest
    if not guest.email:
        return replace(guest, email=people[0].email)
    if guest.email.strip().casefold() in {person.email.casefold() for person in people}:
        return guest
    raise Refused(
        _(
            "« %(name)s » a déjà des personnes mandatées, et cette adresse n’est pas la leur. "
            "Laissez l’adresse vide : l’invitation partira à l’une d’elles."
        )
        % {"name": guest.organisation}
    )


def _refuse_a_second_invitation(alliance: Alliance, guest: Guest) -> None:
    members = Membership.objects.current().filter(alliance=alliance)
    if guest.organisation and members.filter(organisation=guest.organisation).exists():
        raise Refused(
            _("« %(name)s » est déjà membre de cette alliance.") % {"name": guest.organisation}
        )
    pending = Invitation.objects.filter(
        alliance=alliance,
        email__iexact=guest.email.strip(),
        organisation=guest.organisation,
        state=InvitationState.SENT,
    )
    if pending.exists():
        raise Refused(
            _(
                "Une invitation attend déjà une réponse à l’adresse %(email)s. "
                "Vous pouvez la renvoyer depuis la page des membres."
            )
            % {"email": guest.email}
        )


def guest_name(invitation: Invitation) -> str:
    """Say who is invited without writing an address into the record."""
    if invitation.organisation:
        return invitation.organisation.name
    return _("une habitante ou un habitant")


def _send(invitation: Invitation, *, by: Posture, now: datetime.datetime) -> SentInvitation:
    link, secret = issue_link(
        purpose=PURPOSE,
        subject=f"invitation:{invitation.uuid}",
        issued_by=by.person,
        lifetime=LIFETIME,
        now=now,
    )
    Invitation.objects.filter(pk=invitation.pk).update(link=link, sent_at=now)
    invitation.link = link
    return SentInvitation(invitation, secret)


def post_letter(sent: SentInvitation, *, address: str) -> None:
    """Send the letter; `address` is the whole address of the link."""
    invitation = sent.invitation
    context = {
        "invitation": invitation,
        "alliance": invitation.alliance,
        "address": address,
        "expires_on": timezone.localdate(invitation.link.expires_at),
    }
    subject = _("Terreau · %(who)s vous invite dans « %(alliance)s »") % {
        "who": invitation.invited_for or invitation.invited_by,
        "alliance": invitation.alliance.name,
    }
    send_mail(
        " ".join(subject.split()),
        render_to_string("alliances/email/invitation.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
    )


@transaction.atomic
def resend_invitation(
    invitation: Invitation, *, by: Posture, now: datetime.datetime
) -> SentInvitation:
    """Send a new link; the former one opens nothing any more."""
    require(can_withdraw_invitation(by, invitation.alliance, invitation))
    invitation = _lock(invitation)
    if invitation.link:
        revoke_link(invitation.link, by=by.person, now=now)
    write(invitation.alliance, "invitation-sent", by=by, now=now, name=guest_name(invitation))
    return _send(invitation, by=by, now=now)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Posture, now: datetime.datetime) -> None:
    """Take an invitation back, with its link."""
    require(can_withdraw_invitation(by, invitation.alliance, invitation))
    invitation = _lock(invitation)
    if invitation.link:
        revoke_link(invitation.link, by=by.person, now=now)
    _close(invitation, InvitationState.REVOKED, now)
    write(invitation.alliance, "invitation-withdrawn", by=by, now=now, name=guest_name(invitation))


def _lock(invitation: Invitation) -> Invitation:
    """Take the row, and refuse if somebody answered meanwhile."""
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("alliance", "organisation", "link")
        .get(pk=invitation.pk)
    )
    if locked.state != InvitationState.SENT:
        raise Refused(
            _("Cette invitation n’attend plus de réponse : elle est %(state)s.")
            % {"state": locked.get_state_display()}
        )
    return locked


def _close(invitation: Invitation, state: str, now: datetime.datetime) -> None:
    invitation.state, invitation.answered_at = state, now
    invitation.save(update_fields=["state", "answered_at"])


@transaction.atomic
def accept_invitation(
    invitation: Invitation,
    *,
    person: Person | None,
    full_name: str,
    title: str,
    now: datetime.datetime,
) -> tuple[Person, Membership]:
    """Join: an account if there is none, a dated mandate, the membership; all or nothing."""
    alliance = lock_alliance(invitation.alliance)
    if alliance.deleted_at or alliance.status == AllianceStatus.CLOSED:
        raise Refused(_("Cette alliance est close : elle n’accueille plus de membre."))
    invitation = _lock(invitation)
    if invitation.link:
        use_link(invitation.link, now=now)
    person = person or person_with_email(invitation.email)
    if person is None:
        person = open_account(
            email=invitation.email, full_name=full_name, by=invitation.invited_by, now=now
        )
    mandate = _mandate_for(invitation, person, title, now)
    by = Posture(person, mandate)
    _close(invitation, InvitationState.ACCEPTED, now)
    write(invitation.alliance, "invitation-accepted", by=by, now=now)
    membership = join_alliance(
        invitation.alliance, by=by, now=now, organisation=invitation.organisation
    )
    return person, membership


def _mandate_for(
    invitation: Invitation, person: Person, title: str, now: datetime.datetime
) -> Mandate | None:
    """Find or open the mandate under which the invited person speaks."""
    if invitation.organisation is None:
        return None
    today = timezone.localdate(now)
    mandates = Mandate.objects.filter(organisation=invitation.organisation).current(today)
    running = mandates.filter(person=person).first()
    if running:
        return running
    coming = Mandate.objects.filter(
        organisation=invitation.organisation, person=person, ends_on=None, starts_on__gt=today
    ).first()
    if mandates.exists():  # somebody took its voice since the invitation left
        if coming:
            raise Refused(
                _(
                    "Votre mandat pour « %(name)s » commence le %(day)s : rouvrez ce lien ce "
                    "jour-là, ou demandez à l’organisation de l’avancer."
                )
                % {"name": invitation.organisation, "day": format_long_date(coming.starts_on)}
            )
        raise Refused(
            _(
                "« %(name)s » a maintenant des personnes mandatées, et vous n’en faites pas "
                "partie. Demandez à l’une d’elles un mandat, puis rouvrez ce lien."
            )
            % {"name": invitation.organisation}
        )
    if coming:  # nobody speaks for it today: the mandate already given begins with the invitation
        coming.starts_on = today
        coming.save(update_fields=["starts_on"])
        return coming
    return Mandate.objects.create(
        person=person, organisation=invitation.organisation, title=title, starts_on=today
    )


@transaction.atomic
def decline_invitation(
    invitation: Invitation, *, person: Person | None, now: datetime.datetime
) -> None:
    """Say no; the link is spent and nobody is asked why."""
    invitation = _lock(invitation)
    if invitation.link:
        use_link(invitation.link, now=now)
    _close(invitation, InvitationState.DECLINED, now)
    record(
        invitation.alliance.scope,
        "invitation-declined",
        by=person,
        posture=guest_name(invitation),
        now=now,
    )
