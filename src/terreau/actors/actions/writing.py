"""Write the values of a sheet: its row, what stands around it, and the trace of what changed.

Nothing is asked here: `organisations.py` and the other doors ask the permission first.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.actions.around import write_around
from terreau.actors.enums import ChangeOrigin
from terreau.actors.fields import COLUMNS, EVERYTHING
from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import Organisation, SheetChange, Source
from terreau.actors.posture import Posture
from terreau.actors.snapshots import take_snapshot

DEEPEST_PARENT = 30


@dataclass(frozen=True)
class Stamp:
    """Who writes and by which door; `person` is None behind a personal link."""

    label: str
    person: Person | None = None
    origin: ChangeOrigin = ChangeOrigin.SHEET
    source: Source | None = None  # the file, behind an import


def stamp_of(posture: Posture, origin: ChangeOrigin = ChangeOrigin.SHEET) -> Stamp:
    """The stamp of a posture."""
    return Stamp(posture.label, posture.person, origin)


def write_sheet(
    organisation: Organisation,
    values: Mapping[str, Any],
    *,
    stamp: Stamp,
    now: datetime.datetime,
    is_new: bool = False,
) -> SheetChange | None:
    """Write the given values; return what changed, or None when nothing did.

    `values` carries columns, links and rows (`actors/fields.py`); `origin` (a Source) and
    `provenance` (by field) tell where they come from, else each changed field is dated of today
    and said by the stamp. A new sheet may also bring `confirmed_on` and `confirmed_by`.
    """
    names = [name for name in EVERYTHING if name in values]
    before = {} if is_new else take_snapshot(organisation, names)
    for name in COLUMNS:
        if name in values:
            setattr(organisation, name, values[name])
    if "origin" in values:
        organisation.origin = values["origin"]
    if is_new:
        organisation.provenance = dict(values.get("provenance", {}))
        for name in ("confirmed_on", "confirmed_by"):
            setattr(organisation, name, values.get(name, getattr(organisation, name)))
    save_row(organisation, stamp.person)
    write_around(organisation, values, stated_by=stamp.label, now=now)
    # Prefetched rows would tell the past.
    organisation._prefetched_objects_cache = {}
    change = None if is_new else _trace(organisation, before, values, stamp, now)
    refresh_indexes([organisation.pk])
    return change


def _trace(
    organisation: Organisation,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    stamp: Stamp,
    now: datetime.datetime,
) -> SheetChange | None:
    after = take_snapshot(organisation, before)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    said = {"on": localdate(now).isoformat(), "by": stamp.label}
    given = values.get("provenance", {})
    organisation.provenance |= {name: given.get(name, said) for name in changed}
    Organisation.objects.filter(pk=organisation.pk).update(provenance=organisation.provenance)
    if not changed:
        return None
    return SheetChange.objects.create(
        organisation=organisation,
        at=now,
        by=stamp.person,
        posture=stamp.label,
        origin=stamp.origin,
        source=stamp.source,
        values=changed,
    )


def save_row(organisation: Organisation, person: Person | None) -> None:
    """Check and save the row itself, with a sentence for each refusal of the database."""
    organisation._history_user = person
    _refuse_circles(organisation)
    organisation.full_clean()
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise ValidationError(
            _(
                "Une autre fiche vient de prendre ce numéro. Cherchez-la dans la liste des acteurs "
                "avant d’en créer une seconde."
            )
        ) from error


def _refuse_circles(organisation: Organisation) -> None:
    """Climb from parent to parent: nobody is above themselves."""
    above, seen = organisation.parent_id, 0
    while above is not None and seen < DEEPEST_PARENT:
        if above == organisation.pk:
            raise ValidationError(
                {
                    "parent": _(
                        "« %(name)s » est déjà au-dessus de cette structure : le rattachement "
                        "tournerait en rond. Choisissez une autre structure."
                    )
                    % {"name": organisation.name}
                }
            )
        above = Organisation.objects.filter(pk=above).values_list("parent", flat=True).first()
        seen += 1
