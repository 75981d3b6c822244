"""Read the choices of an alliance, and what it chose of its indicators."""

from collections import defaultdict

from terreau.alliances.models import Alliance
from terreau.diagnoses.models import ChallengeIndicator, DiagnosisChoices
from terreau.diagnoses.values import Choices

SAVED = ("needed_from", "felt_from", "acted_from", "divided_from", "peers", "felt", "amount")


def read_choices(alliance: Alliance) -> Choices:
    """Give what the facilitators saved, or what is usual: two queries."""
    saved = DiagnosisChoices.objects.filter(alliance=alliance).first()
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    senses: dict[str, dict[str, str]] = defaultdict(dict)
    rows = ChallengeIndicator.objects.filter(challenge__alliance=alliance)
    for uuid, slug, weight, sense in rows.values_list("challenge__uuid", "slug", "weight", "sense"):
        if weight is not None:
            weights[str(uuid)][slug] = weight
        if sense:
            senses[str(uuid)][slug] = sense
    kept = {name: getattr(saved, name) for name in SAVED} if saved else {}
    return Choices(**kept, weights=dict(weights), senses=dict(senses))
