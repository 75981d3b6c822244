"""Find the territories that the demonstration names."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from terreau.portal.demo.reading import DemoFacts
from terreau.territories.models import Territory


class MissingTerritoriesError(Exception):
    """The official referential is not loaded, or not far enough."""


def named_places(facts: DemoFacts) -> set[str]:
    """List the « kind:code » of every territory the facts name."""
    return set(_names(facts))


def find_places(facts: DemoFacts) -> dict[str, Territory]:
    """Fetch them in one query; say which ones the referential lacks."""
    wanted = named_places(facts)
    codes = {name.partition(":")[2] for name in wanted}
    found = {f"{unit.kind}:{unit.code}": unit for unit in Territory.objects.filter(code__in=codes)}
    missing = sorted(wanted - found.keys())
    if missing:
        raise MissingTerritoriesError(
            _(
                "La démonstration se situe sur des territoires que cette installation ne connaît "
                "pas encore (%(codes)s). Chargez d’abord le référentiel : "
                "terreau refresh-territories."
            )
            % {"codes": ", ".join(missing)}
        )
    return {name: found[name] for name in wanted}


def _names(facts: DemoFacts) -> Iterable[str]:
    for organisation in facts.organisations:
        yield from organisation.perimeter
        if organisation.place:
            yield f"commune:{organisation.place}"
    for alliance in facts.alliances:
        yield from alliance.perimeter
        for challenge in alliance.challenge:
            yield from challenge.territories
