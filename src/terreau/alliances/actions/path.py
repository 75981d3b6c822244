"""Date the phases of the path; two sources that disagree are two stretches, both kept."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import lock_alliance, write
from terreau.alliances.models import Alliance, PhaseSpan
from terreau.alliances.permissions_path import can_edit_path
from terreau.core.verdicts import Refused, require

COLUMNS = ("phase", "starts_on", "ends_on", "label", "source")


def seen_of(span: PhaseSpan) -> str:
    """Write what a person saw of a phase, to tell whether it changed meanwhile."""
    return "|".join(str(getattr(span, name) or "") for name in COLUMNS)


@transaction.atomic
def add_phase(
    alliance: Alliance, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> PhaseSpan:
    """Add a stretch to the path."""
    require(can_edit_path(by, alliance))
    span = PhaseSpan.objects.create(
        alliance=alliance, **{name: values[name] or "" for name in COLUMNS}
    )
    _record(span, "phase-added", by, now)
    return span


@transaction.atomic
def edit_phase(
    span: PhaseSpan,
    values: Mapping[str, Any],
    *,
    seen: str,
    by: Posture,
    now: datetime.datetime,
) -> PhaseSpan:
    """Change a stretch, unless somebody did meanwhile."""
    stored = _claim(span, seen, by)
    for name in COLUMNS:
        setattr(stored, name, values[name] or "")
    stored.save()
    _record(stored, "phase-edited", by, now)
    return stored


@transaction.atomic
def remove_phase(span: PhaseSpan, *, seen: str, by: Posture, now: datetime.datetime) -> None:
    """Take a stretch off the path; the record keeps what it said."""
    stored = _claim(span, seen, by)
    _record(stored, "phase-removed", by, now)
    stored.delete()


def _claim(span: PhaseSpan, seen: str, by: Posture) -> PhaseSpan:
    require(can_edit_path(by, span.alliance))
    lock_alliance(span.alliance)
    stored = PhaseSpan.objects.select_related("alliance").filter(pk=span.pk).first()
    if stored is None or seen_of(stored) != seen:
        raise Refused(
            _(
                "Quelqu’un a modifié cette phase pendant que vous l’écriviez. Ce que vous avez "
                "saisi est gardé ci-dessous : relisez le chemin, puis enregistrez de nouveau."
            )
        )
    return stored


def _record(span: PhaseSpan, verb: str, by: Posture, now: datetime.datetime) -> None:
    dates = f"{span.starts_on} – {span.ends_on}" if span.ends_on else str(span.starts_on)
    label = str(span.get_phase_display())
    write(span.alliance, verb, by=by, now=now, phase=label, dates=dates)
