"""Refresh what is computed from sheets: the index of the search, the keys of the duplicates.

Every writer of organisations calls it inside its own transaction, with the sheets it touched.
"""

from collections.abc import Callable, Collection

from terreau.actors.matching import index_match_keys
from terreau.actors.search import index_organisations

Index = Callable[[Collection[int]], None]
INDEXES: tuple[Index, ...] = (index_organisations, index_match_keys)


def refresh_indexes(ids: Collection[int]) -> None:
    """Compute again what is derived from these sheets; a sheet that is gone leaves each index."""
    for index in INDEXES if ids else ():
        index(ids)
