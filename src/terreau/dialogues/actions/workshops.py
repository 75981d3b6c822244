"""Hold a workshop: groups and themes, what each group proposes, what says the same."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.editing import claim_version
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.consultations import new_code, write
from terreau.dialogues.actions.voices import lock_consultation
from terreau.dialogues.models import (
    GroupFacilitator,
    Proposition,
    PropositionCluster,
    PropositionPoint,
    Workshop,
    WorkshopGroup,
    WorkshopTheme,
)
from terreau.dialogues.permissions_workshops import (
    can_capture,
    can_edit_workshop,
    can_gather_propositions,
    can_open_workshop,
)


@transaction.atomic
def open_workshop(
    alliance: Alliance,
    values: Mapping[str, Any],
    *,
    themes: Sequence[str],
    colours: Sequence[str],
    by: Posture,
    now: datetime.datetime,
) -> Workshop:
    """Open a workshop with its themes and its groups; members may type at once."""
    require(can_open_workshop(by, alliance))
    workshop = Workshop.objects.create(
        alliance=alliance,
        code=new_code(),
        opens_at=now,
        published_at=now,
        created_by=by.person,
        posture=by.label,
        created_at=now,
        **values,
    )
    set_themes_and_groups(workshop, themes, colours)
    write(workshop, "workshop-opened", by=by, now=now)
    return workshop


@transaction.atomic
def edit_workshop(
    workshop: Workshop,
    values: Mapping[str, Any],
    *,
    themes: Sequence[str],
    colours: Sequence[str],
    by: Posture,
    now: datetime.datetime,
) -> Workshop:
    """Change a workshop; a theme or a group that already speaks is kept."""
    require(can_edit_workshop(by, workshop))
    lock_consultation(workshop)
    for name, value in values.items():
        setattr(workshop, name, value)
    workshop.save(update_fields=list(values))
    set_themes_and_groups(workshop, themes, colours)
    write(workshop, "workshop-edited", by=by, now=now)
    return workshop


def set_themes_and_groups(
    workshop: Workshop, themes: Sequence[str], colours: Sequence[str]
) -> None:
    """Keep these themes and these groups; drop the others, unless something was said there."""
    workshop.themes.filter(propositions=None).exclude(title__in=themes).delete()
    workshop.groups.filter(propositions=None).exclude(colour__in=colours).delete()
    for rank, title in enumerate(themes):
        WorkshopTheme.objects.update_or_create(
            workshop=workshop, title=title, defaults={"rank": rank}
        )
    for colour in colours:
        WorkshopGroup.objects.get_or_create(workshop=workshop, colour=colour)


@transaction.atomic
def edit_group(
    group: WorkshopGroup,
    values: Mapping[str, Any],
    facilitators: Sequence[Mapping[str, Any]],
    *,
    by: Posture,
) -> WorkshopGroup:
    """Name a group and who held its pen or its word."""
    require(can_capture(by, group.workshop))
    for name, value in values.items():
        setattr(group, name, value)
    group.save(update_fields=list(values))
    group.facilitators.all().delete()
    GroupFacilitator.objects.bulk_create(
        GroupFacilitator(group=group, **one) for one in facilitators
    )
    return group


@transaction.atomic
def add_proposition(
    group: WorkshopGroup,
    *,
    theme: WorkshopTheme | None,
    title: str,
    points: Sequence[str],
    by: Posture,
    now: datetime.datetime,
) -> Proposition:
    """Write what a group proposes, with its points; numbers follow the order of writing."""
    workshop = group.workshop
    require(can_capture(by, workshop))
    lock_consultation(workshop)  # two people add at the same instant: two numbers
    last = workshop.propositions.aggregate(last=Max("number"))["last"] or 0
    proposition = Proposition.objects.create(
        workshop=workshop,
        group=group,
        theme=theme,
        number=last + 1,
        title=title,
        author=by.person,
        posture=by.label,
        written_at=now,
    )
    PropositionPoint.objects.bulk_create(
        PropositionPoint(proposition=proposition, text=text, rank=rank)
        for rank, text in enumerate(points)
    )
    return proposition


@transaction.atomic
def edit_proposition(
    proposition: Proposition,
    *,
    title: str,
    theme: WorkshopTheme | None,
    expected_version: int,
    by: Posture,
) -> Proposition:
    """Rewrite a proposition, unless somebody did meanwhile (`EditConflict`)."""
    require(can_capture(by, proposition.workshop))
    claim_version(proposition, expected_version)
    Proposition.objects.filter(pk=proposition.pk).update(title=title, theme=theme)
    return Proposition.objects.select_related("workshop").get(pk=proposition.pk)


@transaction.atomic
def add_point(proposition: Proposition, text: str, *, by: Posture) -> PropositionPoint:
    """Add a point at the end: two people who add at once both keep theirs."""
    require(can_capture(by, proposition.workshop))
    lock_consultation(proposition.workshop)
    last = proposition.points.aggregate(last=Max("rank"))["last"]
    rank = 0 if last is None else last + 1
    return PropositionPoint.objects.create(proposition=proposition, text=text, rank=rank)


@transaction.atomic
def edit_point(
    point: PropositionPoint, text: str, *, expected_version: int, by: Posture
) -> PropositionPoint | None:
    """Rewrite a point, or take it away when nothing is left of it (`EditConflict` as elsewhere)."""
    require(can_capture(by, point.proposition.workshop))
    claim_version(point, expected_version)
    if not text.strip():
        point.delete()
        return None
    PropositionPoint.objects.filter(pk=point.pk).update(text=text)
    point.text = text
    return point


@transaction.atomic
def gather_propositions(
    workshop: Workshop,
    title: str,
    propositions: Sequence[Proposition],
    *,
    by: Posture,
    now: datetime.datetime,
) -> PropositionCluster | None:
    """Put propositions in one family (an empty title takes them out of theirs)."""
    require(can_gather_propositions(by, workshop))
    if not propositions:
        raise Refused(_("Cochez au moins une proposition à réunir."))
    lock_consultation(workshop)
    cluster = None
    if title:
        last = workshop.clusters.aggregate(last=Max("rank"))["last"]
        cluster, _created = PropositionCluster.objects.get_or_create(
            workshop=workshop, title=title, defaults={"rank": 0 if last is None else last + 1}
        )
    keys = [one.pk for one in propositions]
    Proposition.objects.filter(workshop=workshop, pk__in=keys).update(cluster=cluster)
    workshop.clusters.filter(propositions=None).delete()
    if cluster:
        write(workshop, "propositions-gathered", by=by, now=now, title=title, count=len(keys))
    return cluster
