"""Keep the index of the sheets equal to the sheets."""

from collections.abc import Collection


def index_organisations(ids: Collection[int]) -> None:
    """Compute again the entries of these sheets; a sheet that is gone leaves the index."""


def remove_from_index(ids: Collection[int]) -> None:
    """Take these sheets out of the index."""
