"""Keep for everybody how the diagnosis is read."""

import datetime

from django.db import transaction

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Challenge
from terreau.core.journal import record
from terreau.core.verdicts import require
from terreau.diagnoses.models import ChallengeIndicator, DiagnosisChoices
from terreau.diagnoses.permissions_snapshots import can_choose_reading
from terreau.diagnoses.reading import SAVED
from terreau.diagnoses.values import Choices


@transaction.atomic
def save_choices(
    alliance: Alliance, choices: Choices, *, by: Posture, now: datetime.datetime
) -> DiagnosisChoices:
    """Save thresholds, peers, whose views, what counts as acting, and what indicators weigh."""
    require(can_choose_reading(by, alliance))
    values = {name: getattr(choices, name) for name in SAVED}
    stamp = {"saved_by": by.person, "posture": by.label, "saved_at": now}
    saved, _created = DiagnosisChoices.objects.update_or_create(
        alliance=alliance, defaults=values | stamp
    )
    _save_weights(alliance, choices)
    record(
        alliance.scope,
        "diagnosis-choices-saved",
        by=by.person,
        posture=by.label,
        params={"needed": f"{choices.needed_from:g}", "felt": f"{choices.felt_from:g}"},
        now=now,
    )
    return saved


def _save_weights(alliance: Alliance, choices: Choices) -> None:
    challenges = {str(one.uuid): one for one in Challenge.objects.filter(alliance=alliance)}
    ChallengeIndicator.objects.filter(challenge__alliance=alliance).delete()
    ChallengeIndicator.objects.bulk_create(
        ChallengeIndicator(
            challenge=challenge,
            slug=slug,
            weight=choices.weights.get(uuid, {}).get(slug),
            sense=choices.senses.get(uuid, {}).get(slug, ""),
        )
        for uuid, challenge in challenges.items()
        for slug in choices.weights.get(uuid, {}).keys() | choices.senses.get(uuid, {}).keys()
    )


@transaction.atomic
def reset_choices(alliance: Alliance, *, by: Posture, now: datetime.datetime) -> None:
    """Come back to the usual reading."""
    require(can_choose_reading(by, alliance))
    DiagnosisChoices.objects.filter(alliance=alliance).delete()
    ChallengeIndicator.objects.filter(challenge__alliance=alliance).delete()
    record(alliance.scope, "diagnosis-choices-reset", by=by.person, posture=by.label, now=now)
