"""The territories that the demonstration names, without loading France."""

from terreau.portal.demo.places import named_places
from terreau.portal.demo.reading import read_facts
from terreau.territories.models import Territory


def make_named_territories() -> dict[str, Territory]:
    """Create a row for each territory named; Paris and its neighbours need not be complete."""
    made = {}
    for name in sorted(named_places(read_facts())):
        kind, _, code = name.partition(":")
        made[name] = Territory.objects.create(
            kind=kind, code=code, name=f"{kind} {code}", population=1000
        )
    return made
