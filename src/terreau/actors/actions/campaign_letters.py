"""Print the letters of a campaign for those who have no e-mail address."""

import datetime
import io
from dataclasses import dataclass

import segno
from django.db import transaction
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.actions.campaign_sending import end_of
from terreau.actors.campaign_letters import write_letter
from terreau.actors.enums_campaigns import CampaignKind, CampaignState
from terreau.actors.models import Campaign, CampaignTarget, Organisation
from terreau.actors.permissions_campaigns import can_run_campaign
from terreau.actors.posture import Posture
from terreau.actors.sheet_links import new_sheet_link
from terreau.core.verdicts import Refused, require

MOST_LETTERS = 100


@dataclass(frozen=True)
class PrintedLetter:
    """One sheet of paper: to whom, the words, the address and its code to scan."""

    organisation: Organisation
    body: str
    address: str
    code: SafeString


@transaction.atomic
def print_letters(
    campaign: Campaign, *, site: str, by: Posture, now: datetime.datetime
) -> list[PrintedLetter]:
    """Make a link for each recipient without an address, a hundred letters at a time.

    A secret is shown once: printing again makes new links, and the first ones still open.
    """
    require(can_run_campaign(by.person, campaign, today=localdate(now)))
    if campaign.state != CampaignState.LAUNCHED or campaign.kind != CampaignKind.REVIEW:
        raise Refused(_("Lancez d’abord la campagne : ses lettres s’impriment ensuite."))
    mute = campaign.targets.filter(email="", answer="").select_related("organisation__place")
    chosen = list(mute.order_by("letter_at", "organisation__name", "pk")[:MOST_LETTERS])
    CampaignTarget.objects.filter(pk__in=[target.pk for target in chosen]).update(letter_at=now)
    return [_print(campaign, target, site, now) for target in chosen]


def _print(
    campaign: Campaign, target: CampaignTarget, site: str, now: datetime.datetime
) -> PrintedLetter:
    _link, secret = new_sheet_link(
        target.organisation,
        email="",
        issued_by=None,
        expires_at=end_of(campaign),
        target=target,
        now=now,
    )
    address = site + reverse("actors:review", args=[secret])
    letter = write_letter(campaign, [target], [address])
    return PrintedLetter(target.organisation, letter.body.strip(), address, draw_code(address))


def draw_code(address: str) -> SafeString:
    """Draw the QR code of an address."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=True,
        scale=4,
        border=4,
        light="#fff",
        svgclass=None,
        lineclass=None,
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 - made here, of squares only
