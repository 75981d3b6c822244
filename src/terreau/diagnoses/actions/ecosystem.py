"""Keep the checklist of the ecosystem: what is here, what is coming, what is missing."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.journal import record
from terreau.core.verdicts import Refused, require
from terreau.diagnoses.enums_ecosystem import EcosystemKind, Presence
from terreau.diagnoses.models import EcosystemItem
from terreau.diagnoses.permissions_ecosystem import can_describe_ecosystem


@transaction.atomic
def note_item(
    alliance: Alliance,
    kind: str,
    values: Mapping[str, Any],
    *,
    by: Posture,
    now: datetime.datetime,
) -> EcosystemItem:
    """Note a body that is here or in the making; whatever said that none is here goes."""
    require(can_describe_ecosystem(by, alliance))
    rows = EcosystemItem.objects.filter(alliance=alliance, kind=kind)
    rows.filter(presence=Presence.ABSENT).delete()
    if rows.filter(name=values["name"]).exists():
        raise Refused(_("« %(name)s » est déjà noté.") % {"name": values["name"]})
    made = EcosystemItem.objects.create(
        alliance=alliance, kind=kind, posture=by.label, noted_at=now, **values
    )
    _tell(made, "ecosystem-noted", by, now)
    return made


@transaction.atomic
def note_absence(
    alliance: Alliance, kind: str, *, by: Posture, now: datetime.datetime
) -> EcosystemItem:
    """Note that no body of this kind is here: a finding, not an unknown."""
    require(can_describe_ecosystem(by, alliance))
    rows = EcosystemItem.objects.filter(alliance=alliance, kind=kind)
    if rows.exclude(presence=Presence.ABSENT).exists():
        raise Refused(
            _("Un appui de ce genre est noté ici. Retirez-le d’abord s’il n’existe plus.")
        )
    made, is_new = rows.get_or_create(
        alliance=alliance,
        kind=kind,
        presence=Presence.ABSENT,
        defaults={"posture": by.label, "noted_at": now},
    )
    if is_new:
        _tell(made, "ecosystem-absent", by, now)
    return made


@transaction.atomic
def remove_item(item: EcosystemItem, *, by: Posture, now: datetime.datetime) -> None:
    """Take an answer back: nobody knows any more."""
    require(can_describe_ecosystem(by, item.alliance))
    _tell(item, "ecosystem-removed", by, now)
    item.delete()


def _tell(item: EcosystemItem, verb: str, by: Posture, now: datetime.datetime) -> None:
    params = {"kind": str(EcosystemKind(item.kind).label), "name": item.name}
    record(item.alliance.scope, verb, by=by.person, posture=by.label, params=params, now=now)
