"""Read the choices of an alliance, and what it chose of its indicators."""

from collections import defaultdict

from django.db.models import QuerySet

from terreau.alliances.models import Alliance
from terreau.core.prepared import rows_of
from terreau.diagnoses.values import Choices

SAVED = (
    "needed_from",
    "felt_from",
    "acted_from",
    "divided_from",
    "peers",
    "among",
    "felt",
    "amount",
)


def read_choices(alliance: Alliance) -> Choices:
    """Give what the facilitators saved, or what is usual: one query."""
    rows = rows_of("diagnosis-choices", alliance.pk, lambda: _question(alliance.pk))
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    senses: dict[str, dict[str, str]] = defaultdict(dict)
    for *_saved, uuid, slug, weight, sense in rows:
        if weight is not None:
            weights[str(uuid)][slug] = weight
        if sense:
            senses[str(uuid)][slug] = sense
    saved = rows[0][1 : len(SAVED) + 1] if rows and rows[0][0] is not None else ()
    kept = dict(zip(SAVED, saved, strict=False))
    return Choices(**kept, weights=dict(weights), senses=dict(senses))


def _question(alliance: int) -> QuerySet:
    """One line for each indicator somebody chose, the saved settings on each of them."""
    saved = [f"diagnosis_choices__{name}" for name in ("pk", *SAVED)]
    of_challenge = [
        f"challenges__{name}" for name in ("uuid", *(f"indicators__{one}" for one in _CHOSEN))
    ]
    rows = Alliance.objects.filter(pk=alliance).order_by("challenges__indicators__slug")
    return rows.values_list(*saved, *of_challenge)


_CHOSEN = ("slug", "weight", "sense")
