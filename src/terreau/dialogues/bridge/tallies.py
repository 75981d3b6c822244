"""Answers of members as values of the engine, organisations and inhabitants apart (R8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from terreau_engine.consent import ConsentTally, tally_consent


@dataclass(frozen=True)
class SpacesTally:
    """The two tallies, and the organisations from which nothing came; inhabitants have no name."""

    organisations: ConsentTally
    inhabitants: ConsentTally
    silent_names: tuple[str, ...]


def tally_spaces(
    members: Iterable[tuple[int, int | None, str | None]], given: Mapping[int, str]
) -> SpacesTally:
    """Tally what members (key, organisation, name) answered; silence stays silence."""
    rows = list(members)
    organisations = {str(pk): given.get(pk) for pk, organisation, _name in rows if organisation}
    inhabitants = {str(pk): given.get(pk) for pk, organisation, _name in rows if not organisation}
    silent = (name or "" for pk, organisation, name in rows if organisation and pk not in given)
    return SpacesTally(
        tally_consent(organisations), tally_consent(inhabitants), tuple(sorted(silent))
    )
