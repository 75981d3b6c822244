"""Who may prepare a meeting, announce it, hold it and tell it."""

import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.formats import format_day_and_hour
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.events.enums import EventState
from terreau.events.models import Event


def can_prepare_event(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Prepare a meeting: a facilitator, while the alliance lives."""
    if alliance.status == AllianceStatus.CLOSED:
        return refused(_("Cette alliance est close : elle ne prépare plus de rencontre."))
    return facilitation_verdict(posture, alliance)


def can_edit_event(posture: Posture | None, event: Event) -> Verdict:
    """Change what is said of a meeting and its programme: a facilitator."""
    return facilitation_verdict(posture, event.alliance)


def can_publish_event(posture: Posture | None, event: Event) -> Verdict:
    """Announce a meeting: a facilitator, once."""
    verdict = can_prepare_event(posture, event.alliance)
    if verdict and event.state != EventState.DRAFT:
        return refused(_("Cette rencontre est déjà annoncée."))
    return verdict


def can_discard_event(posture: Posture | None, event: Event) -> Verdict:
    """Throw a draft away: a facilitator; what was announced is cancelled, never erased."""
    verdict = facilitation_verdict(posture, event.alliance)
    if verdict and event.state != EventState.DRAFT:
        return refused(_("Cette rencontre a été annoncée : elle s’annule, elle ne s’efface pas."))
    return verdict


def can_cancel_event(posture: Posture | None, event: Event) -> Verdict:
    """Cancel an announced meeting: a facilitator, with a reason."""
    verdict = facilitation_verdict(posture, event.alliance)
    if verdict and event.state != EventState.PUBLISHED:
        return refused(_("Seule une rencontre annoncée, et qui n’a pas eu lieu, s’annule."))
    return verdict


def can_close_event(posture: Posture | None, event: Event, *, now: datetime.datetime) -> Verdict:
    """Say that it was held: a facilitator, once it has begun."""
    verdict = facilitation_verdict(posture, event.alliance)
    if not verdict:
        return verdict
    if event.state == EventState.HELD:
        return refused(_("Cette rencontre est déjà notée comme tenue."))
    if event.state != EventState.PUBLISHED:
        return refused(_("Annoncez d’abord la rencontre : elle pourra ensuite être notée tenue."))
    if now < event.starts_at:
        return refused(
            _("Cette rencontre commence le %(date)s : elle ne peut pas encore avoir été tenue.")
            % {"date": _said(event.starts_at)}
        )
    return GRANTED


def can_write_minutes(posture: Posture | None, event: Event) -> Verdict:
    """Write the minutes: a facilitator, of a meeting that was announced."""
    verdict = facilitation_verdict(posture, event.alliance)
    if verdict and event.state in {EventState.DRAFT, EventState.CANCELLED}:
        return refused(_("Une rencontre qui n’a pas eu lieu n’a pas de compte rendu."))
    return verdict


def can_publish_minutes(posture: Posture | None, event: Event) -> Verdict:
    """Publish the minutes: a facilitator, once something is written."""
    verdict = can_write_minutes(posture, event)
    if verdict and not event.minutes.strip():
        return refused(_("Le compte rendu est vide : écrivez-le avant de le publier."))
    return verdict


def _said(moment: datetime.datetime) -> str:
    return format_day_and_hour(localtime(moment))
