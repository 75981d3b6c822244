"""Find organisations by their words, then by what they mean."""

from terreau.actors.search.indexing import index_organisations, remove_from_index

__all__ = ["index_organisations", "remove_from_index"]
