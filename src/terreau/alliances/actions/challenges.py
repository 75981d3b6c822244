"""Bring challenges, rewrite them, and say where one stands."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import write
from terreau.alliances.enums import ChallengePosition
from terreau.alliances.models import Alliance, Challenge, ChallengeStance
from terreau.alliances.permissions import (
    can_edit_challenge,
    can_propose_challenge,
    can_state_stance,
    membership_of,
)
from terreau.core.editing import claim_version
from terreau.core.verdicts import Refused, require

COLUMNS = ("title", "description", "aim", "is_external")
LISTS = ("domains", "goals", "territories")


@transaction.atomic
def propose_challenge(
    alliance: Alliance, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Challenge:
    """Bring a challenge, stamped with the posture of who brings it."""
    require(can_propose_challenge(by, alliance))
    challenge = Challenge(alliance=alliance, proposed_by=by.label, proposed_at=now)
    _store(challenge, values)
    write(alliance, "challenge-proposed", by=by, now=now, title=challenge.title)
    return challenge


@transaction.atomic
def edit_challenge(
    challenge: Challenge,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Challenge:
    """Rewrite a challenge, unless somebody did meanwhile (`EditConflict`)."""
    require(can_edit_challenge(by, challenge.alliance))
    claim_version(challenge, expected_version)
    stored = Challenge.objects.select_related("alliance").get(pk=challenge.pk)
    _store(stored, values)
    write(stored.alliance, "challenge-edited", by=by, now=now, title=stored.title)
    return stored


def _store(challenge: Challenge, values: Mapping[str, Any]) -> None:
    for name in COLUMNS:
        setattr(challenge, name, values[name])
    try:
        with transaction.atomic():
            challenge.save()
    except IntegrityError as error:
        raise Refused(
            _("Un enjeu de l’alliance porte déjà ce titre : enrichissez-le, ou précisez le vôtre.")
        ) from error
    for name in LISTS:
        getattr(challenge, name).set(values[name])


@transaction.atomic
def state_stance(
    challenge: Challenge,
    *,
    interest: int | None,
    position: str,
    note: str,
    by: Posture,
    now: datetime.datetime,
) -> ChallengeStance:
    """Say one's interest (or that one does not know) and position; it can change."""
    require(can_state_stance(by, challenge.alliance))
    said = {
        "interest": interest,
        "position": position,
        "note": note,
        "posture": by.label,
        "updated_at": now,
    }
    stance, _created = ChallengeStance.objects.update_or_create(
        challenge=challenge,
        membership=membership_of(by, challenge.alliance),
        defaults={**said, "version": F("version") + 1},
        create_defaults=said,
    )
    label = str(ChallengePosition(position).label)
    write(
        challenge.alliance, "stance-stated", by=by, now=now, title=challenge.title, position=label
    )
    return stance
