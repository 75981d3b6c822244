"""Ask for many rows by their keys at little cost."""

from collections.abc import Collection

from django.db.models import Q


def among(field: str, keys: Collection[int]) -> Q:
    """Give the condition « this field is one of these keys ».

    The keys of an import follow each other: two bounds then say the same as thousands of values,
    which the framework prepares one by one.
    """
    distinct = keys if isinstance(keys, (set, frozenset, dict)) else set(keys)
    if len(distinct) > 1:
        first, last = min(distinct), max(distinct)
        if last - first + 1 == len(distinct):
            return Q(**{f"{field}__gte": first, f"{field}__lte": last})
    return Q(**{f"{field}__among": distinct})
