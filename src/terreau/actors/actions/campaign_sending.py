"""Send one wave of a campaign: each address at most once, whatever happens to the worker.

A message is claimed by one conditional UPDATE, committed before it leaves. A worker killed between
the claim and the answer of the mail server leaves a message that may or may not have left: it is
shown as such and never sent again by itself. Nobody receives it twice.
"""

import datetime
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import override

from terreau.actors.actions.campaigns import ask_wave, wave_days
from terreau.actors.actions.objections import ask_objection
from terreau.actors.campaign_addresses import refusing
from terreau.actors.campaign_letters import Letter, write_letter
from terreau.actors.enums import Lifecycle
from terreau.actors.enums_campaigns import CampaignKind, CampaignState, TargetAnswer
from terreau.actors.models import Campaign, CampaignTarget, Position
from terreau.actors.sheet_links import new_sheet_link

_A_CONNECTION = 50  # mail servers hang up after some messages
_SLACK = datetime.timedelta(hours=12)
_REFUSED_BY_SERVER = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
)


@dataclass(frozen=True)
class Wave:
    """What one sending did."""

    sent: int
    refused: int


def send_wave(
    campaign: Campaign,
    number: int,
    *,
    now: datetime.datetime,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Wave:
    """Send message `number` (0 the first) to the addresses that still have something to do."""
    if campaign.state != CampaignState.LAUNCHED or localdate(now) >= campaign.closes_on:
        return Wave(0, 0)
    addresses = sorted(set(due_targets(campaign, number, now).values_list("email", flat=True)))
    _leave_out(campaign, refusing(addresses), now)
    sent = refused = 0
    for start in range(0, len(addresses), _A_CONNECTION):
        # A mail server that is down is learnt here, before any claim.
        with get_connection() as mailer:
            for done, address in enumerate(addresses[start : start + _A_CONNECTION], start):
                advance(done, len(addresses))
                outcome = _send_one(campaign, number, address, mailer, now)
                sent += outcome is True
                refused += outcome is False
    advance(len(addresses), len(addresses))
    _ask_the_late_ones(campaign, number, now)
    return Wave(sent, refused)


def due_targets(
    campaign: Campaign, number: int, now: datetime.datetime
) -> QuerySet[CampaignTarget]:
    """The recipients who still have something to do, and to whom it is time to write (R18)."""
    due = _silent(campaign, number)
    return due.filter(claimed_at__lte=now - _gap(campaign, number)) if number else due


def _silent(campaign: Campaign, number: int) -> QuerySet[CampaignTarget]:
    targets = CampaignTarget.objects.filter(
        campaign=campaign,
        claimed_count=number,
        sent_count=number,
        answer="",
        failure="",
        organisation__lifecycle=Lifecycle.ACTIVE,
        organisation__merged_into=None,
    ).exclude(email="")
    if campaign.kind == CampaignKind.INFORMATION:
        return targets.filter(position__informed_at=None)
    return targets.exclude(organisation__confirmed_on__gte=campaign.starts_on)


def _gap(campaign: Campaign, number: int) -> datetime.timedelta:
    days = wave_days(campaign)
    return (days[number] - days[number - 1]) - _SLACK


def _leave_out(campaign: Campaign, refused: set[str], now: datetime.datetime) -> None:
    targets = CampaignTarget.objects.filter(campaign=campaign, email__in=refused, answer="")
    targets.update(answer=TargetAnswer.UNSUBSCRIBED, answered_at=now)


def _send_one(
    campaign: Campaign, number: int, address: str, mailer, now: datetime.datetime
) -> bool | None:
    """Claim, commit, send, note: True when it left, False when refused, None when not due."""
    with override(settings.LANGUAGE_CODE):
        claimed, letter = _claim(campaign, number, address, now)
        if not claimed:
            return None
        rows = CampaignTarget.objects.filter(pk__in=[target.pk for target in claimed])
        try:
            _message(letter, address, mailer).send()
        except _REFUSED_BY_SERVER as error:
            rows.update(failure=_server_words(error))
            return False
        rows.update(sent_count=number + 1, sent_at=now)
        if campaign.kind == CampaignKind.INFORMATION:
            people = [target.position_id for target in claimed]
            Position.objects.filter(pk__in=people).update(informed_at=now)
        return True


@transaction.atomic
def _claim(
    campaign: Campaign, number: int, address: str, now: datetime.datetime
) -> tuple[list[CampaignTarget], Letter]:
    """Take the recipients of one address and make their links, in one transaction."""
    due = due_targets(campaign, number, now).filter(email=address)
    keys = list(due.select_for_update(of=("self",)).values_list("pk", flat=True))
    mine = CampaignTarget.objects.filter(pk__in=keys, claimed_count=number, answer="")
    if not mine.update(claimed_count=F("claimed_count") + 1, claimed_at=now):
        return [], Letter("", "", "")
    claimed = list(
        CampaignTarget.objects.filter(pk__in=keys, claimed_count=number + 1)
        .select_related("organisation__place", "position")
        .order_by("organisation__name", "pk")
    )
    return claimed, _write(campaign, claimed, is_reminder=number > 0, now=now)


def _write(
    campaign: Campaign,
    targets: Sequence[CampaignTarget],
    *,
    is_reminder: bool,
    now: datetime.datetime,
) -> Letter:
    end = end_of(campaign)
    addresses, stop = [], ""
    for target in targets:
        if campaign.kind == CampaignKind.INFORMATION:
            _asked, secret = ask_objection(
                email=target.email,
                full_name=target.position.full_name if target.position else "",
                organisation=target.organisation,
                lifetime=end - now,
                now=now,
            )
            addresses.append(campaign.site + reverse("actors:objection-confirm", args=[secret]))
        else:
            _link, secret = new_sheet_link(
                target.organisation,
                email=target.email,
                issued_by=None,
                expires_at=end,
                target=target,
                now=now,
            )
            addresses.append(campaign.site + reverse("actors:review", args=[secret]))
            stop = campaign.site + reverse("actors:review-unsubscribe", args=[secret])
    return write_letter(campaign, targets, addresses, stop_address=stop, is_reminder=is_reminder)


def end_of(campaign: Campaign) -> datetime.datetime:
    """The moment at which the links of a campaign stop opening: the end of its last day."""
    after = campaign.closes_on + datetime.timedelta(days=1)
    return make_aware(datetime.datetime.combine(after, datetime.time.min))


def _message(letter: Letter, address: str, mailer) -> EmailMessage:
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.stop_address:
        # RFC 8058: the mailbox's own « unsubscribe » button posts to this address.
        headers["List-Unsubscribe"] = f"<{letter.stop_address}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        letter.subject,
        letter.body,
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers=headers,
        connection=mailer,
    )


def _server_words(error: smtplib.SMTPException) -> str:
    code = next(iter(error.recipients.values()))[0] if hasattr(error, "recipients") else ""
    code = code or getattr(error, "smtp_code", "")
    return _("refusé par le serveur de courriel (code %(code)s)") % {"code": code}


def _ask_the_late_ones(campaign: Campaign, number: int, now: datetime.datetime) -> None:
    """Come back tomorrow for those whose previous message left late."""
    if (
        number
        and _silent(campaign, number).filter(claimed_at__gt=now - _gap(campaign, number)).exists()
    ):
        tomorrow = localdate(now) + datetime.timedelta(days=1)
        if tomorrow < campaign.closes_on:
            ask_wave(campaign, number, by=None, on=tomorrow, now=now, again=True)
