"""Tell a weak signal, read it over, qualify it, follow it; hand out and take back its links."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.links import issue_link, link_verdict, revoke_link
from terreau.accounts.models import PersonalLink
from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import is_facilitator, membership_of
from terreau.core.editing import claim_version
from terreau.core.journal import record
from terreau.core.verdicts import Refused, refused, require
from terreau.diagnoses.enums_signals import FOLLOWED, SignalState
from terreau.diagnoses.models import Signal, SignalFollowUp
from terreau.diagnoses.permissions_signals import (
    can_follow_signal,
    can_issue_signal_link,
    can_moderate_signal,
    can_qualify_signal,
    can_tell_signal,
)

PURPOSE = "signal"
LINK_LIFE = datetime.timedelta(days=180)


@transaction.atomic
def tell_signal(
    alliance: Alliance,
    values: Mapping[str, Any],
    *,
    by: Posture | None,
    detected_by: Organisation | None = None,
    link: PersonalLink | None = None,
    now: datetime.datetime,
) -> Signal:
    """Keep a signal; without a name, nothing leads to who told it, and a facilitator reads it over.

    `by` is None when it is told without a name, even by somebody signed in; `link` is the one that
    opened the form.
    """
    if link is None:
        require(can_tell_signal(by, alliance))
    else:
        _require_link(link, alliance, now)
    is_member = bool(by and membership_of(by, alliance))
    if detected_by and not is_facilitator(by, alliance) and detected_by != _organisation(by):
        raise Refused(_("Dites un signal au nom de votre organisation, ou sans nom."))
    return Signal.objects.create(
        alliance=alliance,
        detected_by=detected_by if is_member else None,
        person=by.person if by else None,
        posture=by.label if by else "",
        state=SignalState.SPOTTED if is_member else SignalState.PENDING,
        told_on=timezone.localdate(now),
        **values,
    )


def _organisation(by: Posture | None) -> Organisation | None:
    return by.organisation if by else None


def _require_link(link: PersonalLink, alliance: Alliance, now: datetime.datetime) -> None:
    require(link_verdict(link, now=now))
    if link.purpose != PURPOSE or link.subject != str(alliance.uuid):
        require(refused(_("Ce lien ouvre une autre alliance que celle-ci.")))


@transaction.atomic
def moderate_signal(
    signal: Signal, *, is_kept: bool, reason: str = "", by: Posture, now: datetime.datetime
) -> Signal:
    """Keep a signal that waits, or not, for a reason that who follows can read."""
    held = _hold(signal)
    require(can_moderate_signal(by, held))
    if not is_kept and not reason.strip():
        raise Refused(_("Dites pourquoi ce signal n’est pas retenu."))
    held.state = SignalState.SPOTTED if is_kept else SignalState.REFUSED
    held.refused_because = "" if is_kept else reason.strip()
    held.version += 1
    held.save(update_fields=["state", "refused_because", "version"])
    _write(held, "signal-kept" if is_kept else "signal-refused", by=by, now=now)
    return held


@transaction.atomic
def qualify_signal(
    signal: Signal, values: Mapping[str, Any], *, expected_version: int, by: Posture
) -> Signal:
    """Say of what it speaks, unless somebody did meanwhile (`EditConflict`)."""
    require(can_qualify_signal(by, signal))
    claim_version(signal, expected_version)
    Signal.objects.filter(pk=signal.pk).update(**values)
    return Signal.objects.select_related("alliance").get(pk=signal.pk)


@transaction.atomic
def follow_signal(
    signal: Signal,
    *,
    text: str,
    state: str,
    happened_on: datetime.date,
    by: Posture,
    now: datetime.datetime,
) -> SignalFollowUp:
    """Note what was done or learned, and the state in which it leaves the signal."""
    held = _hold(signal)
    require(can_follow_signal(by, held))
    if state not in FOLLOWED:
        raise Refused(_("Choisissez l’un des états proposés."))
    made = SignalFollowUp.objects.create(
        signal=held,
        text=text,
        state=state,
        happened_on=happened_on,
        by=by.person,
        posture=by.label,
        noted_at=now,
    )
    Signal.objects.filter(pk=held.pk).update(state=state, version=F("version") + 1)
    told = str(SignalState(state).label)
    _write(held, "signal-followed", by=by, now=now, state=told)
    return made


def links_of_signals(alliance: Alliance):
    """The links by which one tells a signal, the newest first."""
    rows = PersonalLink.objects.filter(purpose=PURPOSE, subject=str(alliance.uuid))
    return rows.order_by("-issued_at", "-pk")


@transaction.atomic
def issue_signal_link(alliance: Alliance, *, by: Posture, now: datetime.datetime) -> str:
    """Make a link and give its secret, which cannot be found again afterwards."""
    require(can_issue_signal_link(by, alliance))
    _link, secret = issue_link(
        purpose=PURPOSE,
        subject=str(alliance.uuid),
        issued_by=by.person,
        lifetime=LINK_LIFE,
        single_use=False,
        now=now,
    )
    record(alliance.scope, "signal-link-issued", by=by.person, posture=by.label, now=now)
    return secret


@transaction.atomic
def revoke_signal_link(
    alliance: Alliance, link: PersonalLink, *, by: Posture, now: datetime.datetime
) -> None:
    """Take a link back; what it brought stays."""
    require(can_issue_signal_link(by, alliance))
    revoke_link(link, by=by.person, now=now)
    record(alliance.scope, "signal-link-revoked", by=by.person, posture=by.label, now=now)


def _hold(signal: Signal) -> Signal:
    rows = Signal.objects.select_for_update(of=("self",)).select_related("alliance")
    return rows.get(pk=signal.pk)


def _write(signal: Signal, verb: str, *, by: Posture, now: datetime.datetime, **more: str) -> None:
    told = {"day": signal.told_on.isoformat(), **more}
    record(signal.alliance.scope, verb, by=by.person, posture=by.label, params=told, now=now)
