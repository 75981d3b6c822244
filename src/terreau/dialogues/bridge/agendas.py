"""An asked order and its dependencies as values of the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from terreau.core.verdicts import Refused
from terreau_engine.errors import CircularOrder
from terreau_engine.priorities import Moved, sequence


@dataclass(frozen=True)
class Place:
    """Where a challenge is asked to stand, and where the vote put it when there was one."""

    challenge: int
    position: int
    voted_position: int | None = None
    starts_when: str = ""
    note: str = ""


def put_in_order(
    places: Sequence[Place], pairs: Sequence[tuple[int, int]], titles: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Order the challenges as asked as far as the dependencies allow; say what had to move."""
    asked = sorted(places, key=lambda place: (place.position, place.challenge))
    kept = {place.challenge for place in asked}
    wanted = [(str(a), str(b)) for a, b in pairs if a in kept and b in kept]
    try:
        found = sequence([str(place.challenge) for place in asked], wanted)
    except CircularOrder as error:
        names = " → ".join(f"« {titles[int(key)]} »" for key in error.circle)
        raise Refused(
            _(
                "Ces dépendances tournent en rond : %(cycle)s. "
                "Retirez l’une d’elles, puis enregistrez de nouveau."
            )
            % {"cycle": names}
        ) from error
    by_key = {str(place.challenge): place for place in asked}
    moved = {one.name: one for one in found.moved}
    return [
        {
            "challenge_id": by_key[key].challenge,
            "position": position,
            "voted_position": by_key[key].voted_position,
            "starts_when": by_key[key].starts_when,
            "moved_because": _reason(moved.get(key), titles) or by_key[key].note,
        }
        for position, key in enumerate(found.order, start=1)
    ]


def _reason(moved: Moved | None, titles: Mapping[int, str]) -> str:
    """Say what made a challenge leave its place: what it waits for, else what waits for it."""
    if moved is None:
        return ""
    awaited = [before for before, after in moved.because if after == moved.name]
    if awaited:
        told = _("passe après %(names)s, qui doit venir avant")
    else:
        awaited = [after for before, after in moved.because if before == moved.name]
        told = _("passe avant %(names)s, qui en dépend")
    if not awaited:
        return _("déplacé par les dépendances des autres")
    names = ", ".join(f"« {titles[int(key)]} »" for key in awaited)
    return (told % {"names": names})[:300]
