"""Find the memberships that the rows of a file are about, and in whose name to write them."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.exchange.grid_reading import facilitations_of, uuids_of
from terreau.alliances.models import Alliance, Membership
from terreau.core.exchange.datasets import Values


def readable_members(person, today: datetime.date) -> QuerySet[Membership]:
    """The organisations of the alliances that a person belongs to, those that left as well."""
    joined = Alliance.objects.joined_by(person, today=today).filter(deleted_at=None)
    rows = Membership.objects.filter(alliance__in=joined.values("pk"), organisation__isnull=False)
    return rows.select_related("alliance", "organisation").prefetch_related("roles")


def find_members(rows: Sequence[Values], person, today: datetime.date) -> list[Membership | None]:
    """Find the membership of each row: by its day, else the one that runs, else the last one."""
    if person is None:
        return [None] * len(rows)
    told = readable_members(person, today).filter(
        alliance__slug__in={row.get("alliance") or "" for row in rows},
        organisation__uuid__in=uuids_of(row.get("member") for row in rows),
    )
    known: dict[tuple[str, str], list[Membership]] = {}
    for one in told.order_by("joined_on", "pk"):
        known.setdefault((one.alliance.slug, str(one.organisation.uuid)), []).append(one)
    return [_pick(row, known) for row in rows]


def _pick(row: Values, known: Mapping[tuple[str, str], Sequence[Membership]]) -> Membership | None:
    stays = known.get((row.get("alliance") or "", (row.get("member") or "").lower()), ())
    day = row.get("joined_on")
    dated = [one for one in stays if one.joined_on == day]
    running = [one for one in stays if one.left_on is None]
    return next(iter(reversed([*stays, *running, *dated])), None) if stays else None


def postures_for(
    person, memberships: Iterable[Membership], today: datetime.date
) -> dict[int, Posture]:
    """In whose name a person may write each membership, in two queries for all of them."""
    facilitated = facilitations_of(person, today)
    mandates = Mandate.objects.filter(person=person).current(today).select_related("organisation")
    mine = {mandate.organisation_id: mandate for mandate in mandates.order_by("-pk")}
    found = {}
    for one in memberships:
        mandate = mine.get(one.organisation_id) or facilitated.get(one.alliance_id)
        found[one.pk] = Posture(person, mandate)
    return found
