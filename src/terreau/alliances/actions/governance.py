"""Put the question of governance when its time has come, and note what was chosen."""

import datetime

from django.db import transaction
from django.utils import timezone

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import lock_alliance, write
from terreau.alliances.enums import GovernanceForm
from terreau.alliances.models import Alliance
from terreau.alliances.permissions_journal import can_raise_governance, can_set_governance
from terreau.core.verdicts import require


@transaction.atomic
def raise_governance(alliance: Alliance, *, by: Posture, now: datetime.datetime) -> Alliance:
    """Put the question: the page then joins the rail of the alliance."""
    alliance = lock_alliance(alliance)
    require(can_raise_governance(by, alliance))
    alliance.governance_raised_on = timezone.localdate(now)
    alliance.save(update_fields=["governance_raised_on", "updated_at"])
    write(alliance, "governance-raised", by=by, now=now)
    return alliance


@transaction.atomic
def set_governance(
    alliance: Alliance, form: str, *, by: Posture, now: datetime.datetime
) -> Alliance:
    """Note the form chosen; « informelle » is a choice as good as any (R2)."""
    alliance = lock_alliance(alliance)
    require(can_set_governance(by, alliance))
    alliance.governance_form = GovernanceForm(form)
    alliance.save(update_fields=["governance_form", "updated_at"])
    label = str(GovernanceForm(form).label)
    write(alliance, "governance-set", by=by, now=now, form=label)
    return alliance
