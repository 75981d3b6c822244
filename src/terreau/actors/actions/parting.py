"""Take a merger of sheets back: everything as it was, newer edits of the kept sheet respected."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from terreau.actors.actions.writing import save_row
from terreau.actors.matching.choices import NUMBERS
from terreau.actors.matching.steps import find_changes, walk_back
from terreau.actors.models import Organisation, OrganisationMerge
from terreau.actors.posture import Posture
from terreau.actors.snapshots import plain, read_back
from terreau.core.verdicts import Refused


def why_not_parted(merge: OrganisationMerge) -> list[str]:
    """Full sentences that say why a merger can no longer be undone; nothing when it can."""
    if merge.undone_at:
        return [_("Cette réunion est déjà annulée.")]
    kept = merge.kept
    if kept.merged_into_id:
        return [
            _("« %(name)s » a depuis été réunie à une autre fiche. Annulez d’abord cette réunion.")
            % {"name": kept.name}
        ]
    later = OrganisationMerge.objects.filter(kept=kept, undone_at=None, pk__gt=merge.pk)
    if later.exists():
        return [
            _("Une autre fiche a été réunie à « %(name)s » depuis. Annulez d’abord la dernière.")
            % {"name": kept.name}
        ]
    return find_changes(merge.trace["steps"])


def part_sheets(merge: OrganisationMerge, *, by: Posture) -> None:
    """Walk back the steps of a merger, or refuse with the reason and write nothing."""
    trace, kept = merge.trace, merge.kept
    for name, (before, after) in trace["links"].items():
        now = set(getattr(kept, name).values_list("pk", flat=True))
        getattr(kept, name).set((now - (set(after) - set(before))) | (set(before) - set(after)))
    try:
        with transaction.atomic():
            walk_back(trace["steps"])
            _restore_columns(kept, trace, by)
            Organisation.objects.filter(pk=merge.absorbed_id).update(
                merged_into=None,
                lifecycle=trace["absorbed"]["lifecycle"],
                **{name: trace["absorbed"][name] for name in NUMBERS},
            )
    except IntegrityError as error:
        raise Refused(
            _(
                "Des lignes ajoutées depuis prennent la place de celles qui reviendraient (un "
                "mandat, une appartenance, un numéro). Retirez-les, puis annulez la réunion."
            )
        ) from error


def _restore_columns(kept: Organisation, trace: dict[str, Any], by: Posture) -> None:
    """Give each column its value of before, unless somebody changed it since."""
    for name, (before, after) in trace["columns"].items():
        if plain(getattr(kept, name)) == after:
            setattr(kept, name, read_back(name, before))
    provenance, withheld = trace["private"]
    changed = set(trace["columns"])
    kept.provenance = {
        **{name: value for name, value in kept.provenance.items() if name not in changed},
        **{name: value for name, value in provenance.items() if name in changed},
    }
    kept.withheld = withheld
    try:
        save_row(kept, by.person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
