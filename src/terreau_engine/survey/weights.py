"""Weights that give each group of respondents the part it should have, whoever answered."""

from collections.abc import Mapping
from math import fsum, isfinite

from terreau_engine.errors import BadAmount


def group_weights(
    counts: Mapping[str, int], targets: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Give the weight of one respondent of each group (post-stratification).

    Meaning: a group that answered much speaks no louder than its target part. Formula: weight of
    a group = (its target ÷ Σ targets of the groups that answered) × (respondents that count ÷ its
    respondents); the mean weight is 1. Without `targets`, all groups have the same part. Shapes:
    respondents by group; target parts by group, on any scale. A group without target, or whose
    target is nil, has the weight 0: it does not count. Units: none. Errors: `BadAmount` for a
    number that is negative or not finite. Source: D. Holt and T. Smith, Journal of the Royal
    Statistical Society A 142, 1979.

    >>> group_weights({"habitants": 30, "associations": 10})
    {'habitants': 0.6666666666666666, 'associations': 2.0}
    """
    wanted = dict.fromkeys(counts, 1.0) if targets is None else dict(targets)
    for amount in (*counts.values(), *wanted.values()):
        if not isfinite(amount) or amount < 0:
            raise BadAmount(f"{amount} is negative or no number: give a number from 0.")
    parts = {group: wanted.get(group, 0.0) for group, count in counts.items() if count}
    whole = fsum(parts.values())
    answering = sum(counts[group] for group, part in parts.items() if part > 0)
    return {
        group: parts[group] / whole * answering / count if count and parts[group] > 0 else 0.0
        for group, count in counts.items()
    }
