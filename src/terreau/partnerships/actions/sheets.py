"""Note a partnership and rewrite its sheet."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.journal import record
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.parties import NewParty, bring_parties
from terreau.partnerships.actions.writing import write
from terreau.partnerships.enums import Provenance
from terreau.partnerships.models import (
    LevelChange,
    Partnership,
    PartnershipCategory,
    PartnershipScope,
    StageChange,
)
from terreau.partnerships.permissions import (
    can_create_partnership,
    can_edit_partnership,
    can_note_for_others,
)

COLUMNS = (
    *("title", "action", "is_framework", "framework", "event", "starts_on", "ends_on"),
    *("business_effect", "confidentiality", "is_shared", "is_public", "source", "certainty"),
)
LINKS = ("domains", "goals", "territories", "alliances", "experiments")


@transaction.atomic
def create_partnership(
    values: Mapping[str, Any],
    parties: Sequence[NewParty],
    *,
    by: Posture,
    now: datetime.datetime,
) -> Partnership:
    """Note a partnership of two parties or more, at the stage and the level it has today.

    `values` carries the columns, the links, `categories`, `scopes`, and `stage`, `level`, `since`.
    """
    require(can_create_partnership(by))
    partnership = Partnership(created_by=by.person, posture=by.label, created_at=now)
    if values.get("uuid"):
        partnership.uuid = values["uuid"]
    partnership.stage, partnership.level = values["stage"], values["level"]
    partnership.provenance = values.get("provenance") or Provenance.ACCOMPANIED
    store_sheet(partnership, values, by)
    found = bring_parties(partnership, parties, by=by, now=now)
    own = by.organisation.pk if by.organisation else None
    if own not in {one.organisation_id for one in found}:
        require(can_note_for_others(by))
    if partnership.stage:
        _start_histories(partnership, values.get("since"), by=by, now=now)
    names = ", ".join(one.organisation.name for one in found)
    write(partnership, "partnership-noted", by=by, now=now, name=partnership.title, parties=names)
    _tell_alliances(partnership, by, now)
    return partnership


def _start_histories(
    partnership: Partnership, since: PartialDate | None, *, by: Posture, now: datetime.datetime
) -> None:
    """The stage and the level of today are the first lines of their histories."""
    told = {
        "partnership": partnership,
        "since": since or PartialDate(localdate(now).isoformat()),
        "posture": by.label,
        "recorded_at": now,
    }
    StageChange.objects.create(stage=partnership.stage, by=by.person, **told)
    LevelChange.objects.create(level=partnership.level, **told)


@transaction.atomic
def edit_partnership(
    partnership: Partnership,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Partnership:
    """Rewrite the sheet, unless somebody did meanwhile (`EditConflict`)."""
    require(can_edit_partnership(by, partnership))
    claim_version(partnership, expected_version)
    stored = Partnership.objects.get(pk=partnership.pk)
    store_sheet(stored, values, by)
    write(stored, "partnership-edited", by=by, now=now, name=stored.title)
    return stored


def store_sheet(partnership: Partnership, values: Mapping[str, Any], by: Posture) -> None:
    """Write the columns and the links that `values` carries; the caller asked permission."""
    for name in COLUMNS:
        if name in values:
            setattr(partnership, name, values[name])
    check_framework(partnership)
    partnership._history_user = by.person
    partnership._change_reason = by.label[:100]
    partnership.save()
    for name in LINKS:
        if name in values:
            getattr(partnership, name).set(values[name])
    _replace(partnership, PartnershipCategory, "category", values.get("categories"))
    _replace(partnership, PartnershipScope, "scope", values.get("scopes"))


def _replace(partnership: Partnership, model, column: str, wanted: Sequence[str] | None) -> None:
    if wanted is None:
        return
    rows = model.objects.filter(partnership=partnership)
    rows.exclude(**{f"{column}__in": wanted}).delete()
    have = set(rows.values_list(column, flat=True))
    model.objects.bulk_create(
        model(partnership=partnership, **{column: one}) for one in wanted if one not in have
    )


def check_framework(partnership: Partnership) -> None:
    """Refuse a framework that goes round, or that is none, with what to do."""
    framework = partnership.framework
    if framework is None:
        _check_own_declinations(partnership)
        return
    if framework.pk == partnership.pk or framework.framework_id == partnership.pk:
        raise Refused(
            _(
                "« %(name)s » serait à la fois l’accord-cadre et sa déclinaison. Choisissez un "
                "autre accord-cadre."
            )
            % {"name": framework.title}
        )
    if partnership.is_framework or (partnership.pk and partnership.declinations.exists()):
        raise Refused(
            _(
                "Ce partenariat est un accord-cadre : il n’est pas lui-même la déclinaison d’un "
                "autre. Décochez l’un des deux."
            )
        )
    if not framework.is_framework:
        raise Refused(
            _("« %(name)s » n’est pas noté comme accord-cadre. Demandez à ses parties de le dire.")
            % {"name": framework.title}
        )


def _check_own_declinations(partnership: Partnership) -> None:
    if partnership.pk and not partnership.is_framework and partnership.declinations.exists():
        raise Refused(
            _(
                "Des déclinaisons locales dépendent de cet accord-cadre : il le reste tant "
                "qu’elles y sont rattachées."
            )
        )


def _tell_alliances(partnership: Partnership, by: Posture, now: datetime.datetime) -> None:
    """The members of the alliances it was born of read it in their records, when it is shared."""
    if not partnership.is_shared:
        return
    for alliance in partnership.alliances.order_by("pk"):
        record(
            alliance.scope,
            "partnership-born",
            by=by.person,
            posture=by.label,
            params={"name": partnership.title},
            now=now,
        )
