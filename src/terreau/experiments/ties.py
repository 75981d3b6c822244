"""Two organisations linked because both bring a piece of the same experiment."""

import datetime
import itertools
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
from terreau.events.ties import Tie, note_seen
from terreau.experiments.enums import ContributionState
from terreau.experiments.models import Contribution, Experiment

CONTRIBUTION = "contribution"
# To have promised together is less than to have brought together; to have met is less than both.
PROMISED_WEIGHT, BROUGHT_WEIGHT = 0.75, 1.0
BROUGHT = (ContributionState.DELIVERED, ContributionState.THANKED)
Pair = tuple[int, int]


def contribution_ties(
    organisation_ids: Iterable[int] | None = None,
    alliance: Alliance | None = None,
    on: datetime.date | None = None,
    *,
    seen: QuerySet[Experiment] | None = None,
    with_hidden: bool = False,
) -> list[Tie]:
    """List the ties of those who bring pieces of one experiment, in one query.

    One tie a pair and an experiment; `source_uuid` is that of the experiment, which the label never
    names. It starts the day the second of the two pledged, and ends with the experiment; `on` keeps
    the ties alive that day. `seen` keeps those of these experiments; `with_hidden` gives the others
    too, with `is_seen` off.
    """
    rows = _standing(organisation_ids)
    if alliance is not None:
        rows = rows.filter(piece__experiment__alliance=alliance)
    of_seen = Q() if seen is None else Q(piece__experiment__in=seen.order_by().values("pk"))
    rows = note_seen(rows, of_seen, with_hidden=with_hidden)
    ties = [tie for some in _by_experiment(rows).values() for tie in _ties_of(some)]
    return ties if on is None else [tie for tie in ties if tie.stands(on)]


def known_by_contributions(
    organisation_ids: Iterable[int], before: datetime.date
) -> dict[Pair, str]:
    """Say which of these organisations worked together before a day, in one query."""
    found: dict[Pair, str] = {}
    for tie in contribution_ties(organisation_ids):
        if tie.starts_on and tie.starts_on < before:
            found.setdefault(
                (tie.first_id, tie.second_id),
                _("ont contribué à la même expérimentation en %(year)s")
                % {"year": tie.starts_on.year},
            )
    return found


def _standing(organisation_ids: Iterable[int] | None) -> QuerySet[Contribution]:
    rows = Contribution.objects.standing()
    rows = rows.filter(
        Q(piece__experiment__alliance=None) | Q(piece__experiment__alliance__deleted_at=None)
    )
    if organisation_ids is not None:
        rows = rows.filter(organisation__in=list(organisation_ids))
    return rows.order_by("pk")


class _Bringer:
    """When one organisation entered an experiment, and whether it brought what it promised."""

    def __init__(self, since: datetime.date | None, *, has_brought: bool) -> None:
        self.since, self.has_brought = since, has_brought

    def meets(self, since: datetime.date | None, *, has_brought: bool) -> None:
        """Take another contribution of the same organisation in."""
        known = [day for day in (self.since, since) if day]
        self.since = min(known, default=None)
        self.has_brought = self.has_brought or has_brought


class _Circle:
    """Those who bring pieces of one experiment."""

    def __init__(self, uuid: UUID, ends_on: datetime.date | None, *, is_seen: bool) -> None:
        self.uuid, self.ends_on, self.is_seen = uuid, ends_on, is_seen
        self.bringers: dict[int, _Bringer] = {}


def _by_experiment(rows: QuerySet[Contribution]) -> dict[int, _Circle]:
    circles: dict[int, _Circle] = {}
    told = rows.values_list(
        "piece__experiment",
        "piece__experiment__uuid",
        "piece__experiment__ends_on",
        "organisation",
        "state",
        "pledged_at",
        "delivered_on",
        "is_seen",
    )
    for key, uuid, ends_on, organisation, state, pledged_at, delivered_on, is_seen in told:
        until = ends_on.end if ends_on else None
        circle = circles.setdefault(key, _Circle(uuid, until, is_seen=is_seen))
        since = localdate(pledged_at) if pledged_at else delivered_on and delivered_on.start
        brought = state in BROUGHT
        if organisation in circle.bringers:
            circle.bringers[organisation].meets(since, has_brought=brought)
        else:
            circle.bringers[organisation] = _Bringer(since, has_brought=brought)
    return circles


def _ties_of(circle: _Circle) -> Iterable[Tie]:
    for (first, one), (second, other) in itertools.combinations(sorted(circle.bringers.items()), 2):
        known = [day for day in (one.since, other.since) if day]
        both = one.has_brought and other.has_brought
        yield Tie(
            first,
            second,
            CONTRIBUTION,
            BROUGHT_WEIGHT if both else PROMISED_WEIGHT,
            max(known, default=None),
            circle.ends_on,
            circle.uuid,
            _("apportent des pièces à la même expérimentation"),
            circle.is_seen,
        )
