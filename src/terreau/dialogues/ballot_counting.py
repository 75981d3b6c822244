"""Count a ballot together and by world, the two spaces apart, small cells hidden (R8, R14)."""

from collections.abc import Sequence
from typing import Any

from terreau.actors.enums import ActorWorld
from terreau.dialogues.bridge.ballots import count_papers, lot_of
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Ballot, BallotOption, BallotPaper

FEWEST_PEOPLE, FEWEST_ORGANISATIONS = 5, 3  # under these, a count would tell who voted what


def count_by_group(
    ballot: Ballot, options: Sequence[BallotOption], papers: Sequence[BallotPaper]
) -> dict[str, Any]:
    """Count each space, and each world within the organisations."""
    by_space = {space: [one for one in papers if one.participant.space == space] for space in Space}
    groups = []
    for space, cast in by_space.items():
        if not cast:
            continue
        fewest = FEWEST_PEOPLE if space == Space.INHABITANTS else FEWEST_ORGANISATIONS
        groups.append(_group(ballot, options, space.value, cast, fewest))
    worlds = _worlds(by_space[Space.ORGANISATIONS])
    groups += [
        _group(ballot, options, world, cast, FEWEST_ORGANISATIONS) for world, cast in worlds.items()
    ]
    return {
        "groups": _hide_complements(groups),
        "lot": list(lot_of(ballot, [option.key for option in options])),
        "challenge_order": _challenge_order(options, groups),
    }


def _worlds(papers: Sequence[BallotPaper]) -> dict[str, list[BallotPaper]]:
    found: dict[str, list[BallotPaper]] = {}
    for world in ActorWorld.values:
        cast = [one for one in papers if one.participant.world == world]
        if cast:
            found[f"world:{world}"] = cast
    return found


def _group(
    ballot: Ballot,
    options: Sequence[BallotOption],
    key: str,
    cast: Sequence[BallotPaper],
    fewest: int,
) -> dict[str, Any]:
    told: dict[str, Any] = {"key": key, "papers": len(cast), "fewest": fewest}
    if len(cast) < fewest:
        return told | {"hidden": True}
    return told | {"hidden": False, **count_papers(ballot, options, [one.content for one in cast])}


def _hide_complements(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Hide a second world when a single one is hidden: it could be found by subtraction."""
    worlds = [group for group in groups if group["key"].startswith("world:")]
    hidden = [group for group in worlds if group["hidden"]]
    shown = [group for group in worlds if not group["hidden"]]
    if len(hidden) == 1 and shown:
        smallest = min(shown, key=lambda group: (group["papers"], group["key"]))
        kept = {name: smallest[name] for name in ("key", "papers", "fewest")}
        groups[groups.index(smallest)] = kept | {"hidden": True}
    return groups


def _challenge_order(
    options: Sequence[BallotOption], groups: Sequence[dict[str, Any]]
) -> list[int]:
    """The order that an agenda starts from: that of the organisations, else of the inhabitants."""
    challenges = {option.key: option.challenge_id for option in options if option.challenge_id}
    for space in (Space.ORGANISATIONS.value, Space.INHABITANTS.value):
        group = next((one for one in groups if one["key"] == space and not one["hidden"]), None)
        if group:
            return [challenges[key] for key in group["order"] if key in challenges]
    return []
