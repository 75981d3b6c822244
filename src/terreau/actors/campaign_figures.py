"""What came back of a campaign, each figure with its base."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.enums_campaigns import TargetAnswer
from terreau.actors.models import Campaign, CampaignTarget

_SENT = Q(sent_count__gt=0) | Q(letter_at__isnull=False)
_COUNTS = {
    "total": Count("pk"),
    "sent": Count("pk", filter=_SENT),
    "confirmed": Count("pk", filter=Q(answer=TargetAnswer.CONFIRMED)),
    "changed": Count("pk", filter=Q(answer=TargetAnswer.CHANGED)),
    "other": Count(
        "pk",
        filter=Q(
            answer__in=[TargetAnswer.REPORTED, TargetAnswer.OBJECTED, TargetAnswer.UNSUBSCRIBED]
        ),
    ),
    "silent": Count("pk", filter=_SENT & Q(answer="")),
}


@dataclass(frozen=True)
class CampaignFigures:
    """The recipients of one part of a campaign, and what came of them."""

    label: str
    total: int
    sent: int
    confirmed: int
    changed: int
    other: int
    silent: int

    @property
    def answered(self) -> int:
        return self.confirmed + self.changed + self.other


def figures_of(campaign: Campaign) -> CampaignFigures:
    """The whole campaign; one query."""
    return CampaignFigures("", **campaign.targets.aggregate(**_COUNTS))


def failures_of(campaign: Campaign, now) -> dict[str, int]:
    """What did not leave: no address, refused by the server, in doubt; one query."""
    return campaign.targets.aggregate(
        mute=Count("pk", filter=Q(email="", letter_at=None, answer="")),
        refused=Count("pk", filter=~Q(failure="") & Q(answer="")),
        doubtful=Count("pk", filter=Q(claimed_count__gt=F("sent_count"), failure="", answer="")),
        stuck=Count("pk", filter=Q(pk__in=CampaignTarget.objects.stuck(now).values("pk"))),
    )


def figures_by_world(campaign: Campaign) -> list[CampaignFigures]:
    """The same, world by world; one query."""
    rows = _grouped(campaign, "organisation__world")
    return [
        CampaignFigures(str(world.label), **rows[world.value])
        for world in ORGANISATION_WORLDS
        if world.value in rows
    ]


def figures_by_departement(campaign: Campaign, *, elsewhere: str) -> list[CampaignFigures]:
    """The same, by the département of the seat; `elsewhere` names those whose seat is unknown."""
    rows = _grouped(campaign, "organisation__place__departement__name")
    named = sorted((name for name in rows if name), key=str.casefold)
    found = [CampaignFigures(name, **rows[name]) for name in named]
    return [*found, CampaignFigures(elsewhere, **rows[None])] if None in rows else found


def _grouped(campaign: Campaign, column: str) -> dict:
    rows = campaign.targets.order_by().values(column).annotate(**_COUNTS).order_by(column)
    return {row.pop(column): row for row in rows}
