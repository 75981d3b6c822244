"""Prepare, launch and close a campaign."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, localtime, make_aware
from django.utils.translation import gettext as _

from terreau.accounts.models import PersonalLink
from terreau.actors.campaign_addresses import addresses_of, persons_to_inform
from terreau.actors.campaign_letters import default_words, faults_of
from terreau.actors.enums import Lifecycle
from terreau.actors.enums_campaigns import CampaignKind, CampaignState
from terreau.actors.models import Campaign, CampaignTarget, Organisation
from terreau.actors.permissions_campaigns import (
    can_prepare_campaign,
    can_refresh_directory,
    can_run_campaign,
)
from terreau.actors.posture import Posture
from terreau.core.jobs import enqueue
from terreau.core.journal import record
from terreau.core.verdicts import Refused, require

SEND_JOB = "campaign-send"
MOST_TARGETS = 20_000
DAYS_OPEN = 60
_HOUR = datetime.time(8, 0)  # in the morning, so that a reminder is not read at night


@transaction.atomic
def prepare_campaign(
    organisation_ids: Collection[int],
    *,
    kind: CampaignKind,
    selection: str,
    by: Posture,
    now: datetime.datetime,
) -> Campaign:
    """Open a draft with its recipients; nothing leaves before `launch_campaign`.

    Left out: what is closed, and what another campaign still waits an answer from (R18).
    """
    today = localdate(now)
    require(can_refresh_directory(by.person, today=today))
    title, message = default_words(kind)
    campaign = Campaign(
        kind=kind,
        title=title,
        message=message,
        selection=selection[:300],
        starts_on=today,
        closes_on=today + datetime.timedelta(days=DAYS_OPEN),
        created_by=by.person,
        posture=by.label,
        created_at=now,
    )
    if kind == CampaignKind.INFORMATION:
        campaign.reminder_days = []  # art. 14 asks to inform, once
    targets = _targets(campaign, organisation_ids, today)
    _refuse_none_or_too_many(targets)
    campaign.save()
    CampaignTarget.objects.bulk_create(targets, batch_size=1000)
    return campaign


@transaction.atomic
def edit_campaign(
    campaign: Campaign, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Campaign:
    """Change the words and the dates of a draft."""
    require(can_prepare_campaign(by.person, campaign, today=localdate(now)))
    for name in ("title", "message", "starts_on", "closes_on", "reminder_days"):
        if name in values:
            setattr(campaign, name, values[name])
    campaign.full_clean()
    campaign.save()
    return campaign


@transaction.atomic
def set_target_address(
    target: CampaignTarget, email: str, *, by: Posture, now: datetime.datetime
) -> None:
    """Give a recipient an address, or take theirs away."""
    require(can_prepare_campaign(by.person, target.campaign, today=localdate(now)))
    target.email = email.strip().lower()
    target.full_clean()
    target.save(update_fields=["email"])


@transaction.atomic
def remove_target(target: CampaignTarget, *, by: Posture, now: datetime.datetime) -> None:
    """Leave an organisation out of a draft."""
    require(can_prepare_campaign(by.person, target.campaign, today=localdate(now)))
    target.delete()


@transaction.atomic
def discard_campaign(campaign: Campaign, *, by: Posture, now: datetime.datetime) -> None:
    """Throw a draft away."""
    require(can_prepare_campaign(by.person, campaign, today=localdate(now)))
    campaign.delete()


@transaction.atomic
def launch_campaign(
    campaign: Campaign, *, site: str, by: Posture, now: datetime.datetime
) -> Campaign:
    """Ask for the first message and the reminders, each on its day.

    `site` is the address of the instance: the letters are written where no request tells it.
    """
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    today = localdate(now)
    require(can_prepare_campaign(by.person, campaign, today=today))
    faults = faults_of(campaign.message)
    if faults:
        raise Refused(faults[0])
    if campaign.closes_on <= today:
        raise Refused(_("La fin de cette campagne est passée. Repoussez-la, puis lancez."))
    campaign.state, campaign.site = CampaignState.LAUNCHED, site
    campaign.starts_on = max(campaign.starts_on, today)
    campaign.launched_at = now
    campaign.full_clean()
    campaign.save()
    for number, day in enumerate(wave_days(campaign)):
        if day < campaign.closes_on:
            ask_wave(campaign, number, by=by, on=day, now=now)
    _tell(campaign, "campaign-launched", by, now)
    return campaign


def ask_wave(
    campaign: Campaign,
    number: int,
    *,
    by: Posture | None,
    on: datetime.date,
    now,
    again: bool = False,
) -> None:
    """Queue one sending for a day; asked twice, it is queued once."""
    key = f"campaign:{campaign.uuid}:{number}" + (f":{now:%Y%m%d%H%M%S}" if again else "")
    enqueue(
        SEND_JOB,
        {"campaign": str(campaign.uuid), "number": number},
        by=by.person if by else campaign.created_by,
        key=key,
        run_after=max(make_aware(datetime.datetime.combine(on, _HOUR)), localtime(now)),
    )


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: Posture, now: datetime.datetime) -> Campaign:
    """End a campaign: nothing leaves any more, and its links open nothing."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    require(can_run_campaign(by.person, campaign, today=localdate(now)))
    campaign.state, campaign.closed_at = CampaignState.CLOSED, now
    campaign.save(update_fields=["state", "closed_at"])
    links = PersonalLink.objects.filter(sheet_link__target__campaign=campaign, revoked_at=None)
    links.update(revoked_at=now, revoked_by=by.person)
    _tell(campaign, "campaign-closed", by, now)
    return campaign


@transaction.atomic
def send_again(campaign: Campaign, *, by: Posture, now: datetime.datetime) -> int:
    """Send again what the server refused or what an interruption left in doubt: a choice."""
    require(can_run_campaign(by.person, campaign, today=localdate(now)))
    stuck = campaign.targets.stuck(now).order_by()
    numbers = sorted(set(stuck.values_list("sent_count", flat=True)))
    count = 0
    for number in numbers:
        rows = campaign.targets.stuck(now).filter(sent_count=number)
        count += rows.update(claimed_count=number, claimed_at=None, failure="")
        ask_wave(campaign, number, by=by, on=localdate(now), now=now, again=True)
    return count


def wave_days(campaign: Campaign) -> list[datetime.date]:
    """The days of the first message and of the reminders."""
    start = campaign.starts_on
    later = sorted(int(days) for days in campaign.reminder_days)
    return [start, *(start + datetime.timedelta(days=days) for days in later)]


def _targets(campaign: Campaign, ids: Collection[int], today) -> list[CampaignTarget]:
    wanted = set(ids)
    if campaign.kind == CampaignKind.INFORMATION:
        return [
            CampaignTarget(
                campaign=campaign,
                organisation_id=position.organisation_id,
                position=position,
                email=position.email.lower(),
            )
            for position in persons_to_inform(wanted, today=today)
        ]
    alive = Organisation.objects.filter(
        pk__in=wanted, lifecycle=Lifecycle.ACTIVE, merged_into=None
    ).exclude(pk__in=_already_asked(today))
    keys = list(alive.order_by("pk").values_list("pk", flat=True))
    addresses = addresses_of(keys, today=today)
    return [
        CampaignTarget(campaign=campaign, organisation_id=key, email=addresses.get(key, ""))
        for key in keys
    ]


def _refuse_none_or_too_many(targets: list[CampaignTarget]) -> None:
    if not targets:
        raise Refused(
            _(
                "Il n’y a personne à qui écrire dans cette sélection : les structures sont "
                "fermées, déjà sollicitées, ou personne n’est à informer. Choisissez-en d’autres."
            )
        )
    if len(targets) > MOST_TARGETS:
        raise Refused(
            _(
                "Cette sélection compte %(count)d destinataires, et une campagne en prend "
                "%(most)d au plus. Choisissez un territoire ou un monde plus petit."
            )
            % {"count": len(targets), "most": MOST_TARGETS}
        )


def _already_asked(today: datetime.date):
    running = Campaign.objects.filter(
        state=CampaignState.LAUNCHED, kind=CampaignKind.REVIEW, closes_on__gt=today
    )
    waiting = CampaignTarget.objects.filter(campaign__in=running, answer="").exclude(email="")
    return waiting.values("organisation")


def _tell(campaign: Campaign, verb: str, by: Posture, now: datetime.datetime) -> None:
    params = {"title": campaign.title, "count": campaign.targets.count()}
    record("instance", verb, by=by.person, posture=by.label, params=params, now=now)
