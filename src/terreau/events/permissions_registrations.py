"""Who may register, change a registration, and say who came."""

import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.formats import format_day_and_hour
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.events.enums import EventState, RegistrationState
from terreau.events.models import Event, Registration


def can_register(event: Event, *, now: datetime.datetime) -> Verdict:
    """Register oneself: whoever has the address or the code, until the registrations close."""
    if event.state == EventState.DRAFT:
        return refused(_("Cette rencontre se prépare : elle ne prend pas encore d’inscription."))
    if event.state == EventState.CANCELLED:
        return refused(_("Cette rencontre est annulée : elle ne prend plus d’inscription."))
    if event.state == EventState.HELD or now >= event.ends_at:
        return refused(_("Cette rencontre a eu lieu : elle ne prend plus d’inscription."))
    if not event.takes_registrations:
        return refused(
            _("Cette rencontre ne prend pas d’inscription ici : venez, ou écrivez à l’alliance.")
        )
    closes_at = event.registration_closes_at
    if closes_at and now >= closes_at:
        return refused(
            _(
                "Les inscriptions sont closes depuis le %(date)s. Écrivez à l’alliance : "
                "ses facilitateurs peuvent encore vous ajouter."
            )
            % {"date": format_day_and_hour(localtime(closes_at))}
        )
    return GRANTED


def can_change_registration(registration: Registration, *, now: datetime.datetime) -> Verdict:
    """Change or give up one's own place, by one's link: until the meeting ends."""
    event = registration.event
    if event.state == EventState.CANCELLED:
        return refused(_("Cette rencontre est annulée : il n’y a plus rien à changer."))
    if event.state == EventState.HELD or now >= event.ends_at:
        return refused(_("Cette rencontre a eu lieu : votre inscription ne change plus."))
    if registration.state == RegistrationState.CANCELLED:
        return refused(_("Vous vous êtes désisté : inscrivez-vous de nouveau si vous venez."))
    return GRANTED


def can_read_registrations(posture: Posture | None, event: Event) -> Verdict:
    """Read who registered: a facilitator; addresses and notes are nobody else's business."""
    return facilitation_verdict(posture, event.alliance)


def can_manage_registrations(posture: Posture | None, event: Event) -> Verdict:
    """Add, correct or take out a registration by hand: a facilitator, unless it was cancelled."""
    verdict = facilitation_verdict(posture, event.alliance)
    if verdict and event.state == EventState.CANCELLED:
        return refused(_("Cette rencontre est annulée : ses inscriptions ne changent plus."))
    return verdict


def can_mark_attendance(
    posture: Posture | None, event: Event, *, now: datetime.datetime
) -> Verdict:
    """Say who came: a facilitator, from two hours before the meeting on."""
    verdict = can_manage_registrations(posture, event)
    if not verdict:
        return verdict
    if event.state == EventState.DRAFT:
        return refused(_("Annoncez d’abord la rencontre : personne ne peut encore y être venu."))
    opens_at = event.starts_at - datetime.timedelta(hours=2)
    if now < opens_at:
        return refused(
            _("L’accueil ouvre deux heures avant le début. Revenez le %(date)s.")
            % {"date": format_day_and_hour(localtime(opens_at))}
        )
    return GRANTED
