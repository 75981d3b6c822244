"""What a partnership ties: its parties two by two, as the fabric and the encounters read it."""

import datetime
from collections.abc import Iterable, Sequence

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDate
from terreau.events.ties import Tie, note_seen
from terreau.partnerships.enums import Level, Provenance, Stage
from terreau.partnerships.models import Partnership, Party, StageChange

PARTNERSHIP = "partnership"
WEIGHTS = {Level.OCCASIONAL: 1.0, Level.REGULAR: 2.0, Level.STRATEGIC: 3.0}
# What is still being designed ties half as much as what is agreed; what is only spotted, not yet.
BEFORE_AGREEMENT = (Stage.FRAMING, Stage.DESIGN)


def partnership_ties(
    organisation_ids: Iterable[int] | None = None,
    alliance: Alliance | None = None,
    on: datetime.date | None = None,
    *,
    seen: QuerySet[Partnership] | None = None,
    with_hidden: bool = False,
) -> list[Tie]:
    """List the parties of each partnership two by two, in one query.

    A partnership that a census alone knows ties nobody here: a grant file would draw one star of
    thousands of points around who gives. The weight is 1, 2 or 3 by the level, halved before the
    agreement. Without a known start, a partnership counts from the day on which it was noted. The
    label never names it. `seen` keeps those of these partnerships; `with_hidden` gives all the
    others too, with `is_seen` off.
    """
    of_seen = Q(partnership__provenance=Provenance.ACCOMPANIED)
    if seen is not None:
        of_seen &= Q(partnership__in=seen.order_by().values("pk"))
    rows = note_seen(_pairs(), of_seen, with_hidden=with_hidden)
    if organisation_ids is not None:
        keys = list(organisation_ids)
        rows = rows.filter(organisation__in=keys, other__in=keys)
    if alliance is not None:
        born = alliance.partnerships.order_by().values("pk")
        rows = rows.filter(partnership__in=born)
    ties = map(_tie, rows.values_list(*_TOLD, "is_seen"))
    return [tie for tie in ties if on is None or tie.stands(on)]


def known_by_partnership(
    organisation_ids: Iterable[int], before: datetime.date
) -> dict[tuple[int, int], str]:
    """Tell which pairs were already partners before a day: they did not need to be introduced."""
    keys = list(organisation_ids)
    rows = _pairs().filter(organisation__in=keys, other__in=keys)
    found: dict[tuple[int, int], str] = {}
    for tie in map(_tie, rows.values_list(*_TOLD)):
        if tie.since and tie.since < before:
            found.setdefault((tie.first_id, tie.second_id), tie.label)
    return found


def _pairs() -> QuerySet:
    closed = StageChange.objects.filter(partnership=OuterRef("partnership"), stage=Stage.CLOSED)
    told = Party.objects.annotate(
        other=F("partnership__parties__organisation"),
        other_joined=F("partnership__parties__joined_on"),
        other_left=F("partnership__parties__left_on"),
        closed_on=Case(
            When(
                partnership__stage=Stage.CLOSED,
                then=Subquery(closed.order_by("-pk").values("since")[:1]),
            )
        ),
    )
    return (
        told.filter(other__gt=F("organisation"))
        .exclude(partnership__stage=Stage.SPOTTING)
        .order_by("partnership", "organisation", "other", "pk")
    )


_TOLD = (
    *("organisation_id", "other", "joined_on", "other_joined", "left_on", "other_left"),
    *("partnership__uuid", "partnership__level", "partnership__stage"),
    *("partnership__starts_on", "partnership__created_at", "closed_on"),
)


def _tie(row: Sequence) -> Tie:
    first, second, joined, other_joined, left, other_left, *partnership = row
    source, level, stage, starts, noted_at, closed, *seen = partnership
    began = _day(starts)
    since = [day for day in (began, joined, other_joined) if day]
    until = [day for day in (left, other_left, _last_day(closed)) if day]
    starts_on = max(since) if since else None
    weight = WEIGHTS.get(level, 1.0) / (2 if stage in BEFORE_AGREEMENT else 1)
    label = _("partenaires")
    if starts_on:
        label = _("partenaires depuis %(year)s") % {"year": starts_on.year}
    ends_on = min(until) if until else None
    return Tie(
        first,
        second,
        PARTNERSHIP,
        weight,
        starts_on,
        ends_on,
        source,
        label,
        all(seen),
        timezone.localdate(noted_at),
    )


def _day(date: PartialDate | None) -> datetime.date | None:
    return date.start if date else None


def _last_day(date: PartialDate | str | None) -> datetime.date | None:
    if not date:
        return None
    return (date if isinstance(date, PartialDate) else PartialDate(date)).end
