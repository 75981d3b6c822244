"""Let the domains above say who knows whom already, and why.

A domain above calls, in its `declaring.py`::

    register_ties("experiments", known_by_contributions)

where `known_by_contributions(organisation_ids, before)` returns, for the pairs of these
organisations that were linked before that day, `{(low_id, high_id): reason}`, in one query; the
reason is a short French phrase (« ont contribué à la même expérimentation en 2024 »).
"""

import datetime
from collections.abc import Callable, Iterable

Pair = tuple[int, int]
KnownPairs = Callable[[Iterable[int], datetime.date], dict[Pair, str]]
_known: dict[str, KnownPairs] = {}


def register_ties(key: str, find: KnownPairs) -> None:
    """Add a way in which two organisations know each other; the same key replaces."""
    _known[key] = find


def pairs_known_above(organisation_ids: Iterable[int], before: datetime.date) -> dict[Pair, str]:
    """Gather what the domains above know; the first reason told stays."""
    keys = list(organisation_ids)
    found: dict[Pair, str] = {}
    for find in _known.values():
        found = {**find(keys, before), **found}
    return found
