"""Open an alliance, and change how it presents itself."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import (
    holder_name,
    join_alliance,
    refresh_counts,
    write,
)
from terreau.alliances.enums import MemberRole
from terreau.alliances.models import Alliance, MembershipRole
from terreau.alliances.permissions import can_edit_alliance, can_open_alliance
from terreau.core.editing import claim_version
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import require
from terreau.territories.models import Territory

RESERVED = {"ouvrir", "invitation", "alliance-ou-partenariat", "exporter"}


@dataclass(frozen=True)
class Opening:
    """What the first two steps gather; no legal form is among them (R2)."""

    name: str
    question: str
    territories: tuple[Territory, ...]
    perimeter_label: str = ""
    started_on: PartialDate | None = None
    instigation_story: str = ""
    slug: str = ""  # chosen by a file that comes back; made from the name otherwise


def free_slug(name: str) -> str:
    """Give an address that no alliance has, readable from the name."""
    stem = slugify(name)[:70].strip("-") or "alliance"
    if stem in RESERVED:
        stem = f"alliance-{stem}"
    taken = set(Alliance.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in range(2, len(taken) + 3) if f"{stem}-{n}" not in taken)


@transaction.atomic
def open_alliance(opening: Opening, *, by: Posture, now: datetime.datetime) -> Alliance:
    """Open: the opener's organisation joins and facilitates, and is noted as instigator."""
    require(can_open_alliance(by))
    alliance = Alliance.objects.create(
        slug=opening.slug or free_slug(opening.name),
        name=opening.name,
        question=opening.question,
        perimeter_label=opening.perimeter_label,
        started_on=opening.started_on or PartialDate(timezone.localdate(now).isoformat()),
        instigator=by.organisation,
        instigation_story=opening.instigation_story,
        opened_at=now,
    )
    alliance.perimeter.set(opening.territories)
    write(alliance, "alliance-opened", by=by, now=now, name=alliance.name)
    membership = join_alliance(alliance, by=by, now=now, organisation=by.organisation)
    held = MembershipRole.objects.create(
        membership=membership,
        role=MemberRole.FACILITATOR,
        mandate=by.mandate,
        starts_on=timezone.localdate(now),
    )
    refresh_counts(alliance, by=by, now=now)
    write(
        alliance,
        "role-given",
        by=by,
        now=now,
        role=str(MemberRole.FACILITATOR.label),
        name=holder_name(held),
    )
    return alliance


@transaction.atomic
def edit_alliance(
    alliance: Alliance,
    values: Mapping[str, object],
    *,
    territories: Iterable[Territory],
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Alliance:
    """Change the presentation; the second of two people is told (EditConflict)."""
    require(can_edit_alliance(by, alliance))
    claim_version(alliance, expected_version)
    stored = Alliance.objects.get(pk=alliance.pk)
    changed = [name for name, value in values.items() if getattr(stored, name) != value]
    for name in changed:
        setattr(stored, name, values[name])
    stored.save()
    units = list(territories)
    if {unit.pk for unit in units} != set(stored.perimeter.values_list("pk", flat=True)):
        stored.perimeter.set(units)
        changed.append("perimeter")
    labels = ", ".join(str(Alliance._meta.get_field(name).verbose_name) for name in changed)
    if changed:
        write(stored, "alliance-edited", by=by, now=now, fields=labels)
    return stored
