"""The organisations by world: where their shares of agreement differ most, small cells hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terreau.actors.enums import ActorWorld
from terreau.dialogues.enums import Space
from terreau.dialogues.small_cells import FEWEST, shown_cells

SHOWN = 5
ORGANISATIONS = FEWEST[Space.ORGANISATIONS.value]


@dataclass(frozen=True)
class WorldCell:
    """What one world answers to one statement; the share is None when hidden or unanswered."""

    world: str
    agree: int
    base: int
    is_hidden: bool

    @property
    def share(self) -> float | None:
        return self.agree / self.base if self.base and not self.is_hidden else None


@dataclass(frozen=True)
class WorldLine:
    """One statement across the worlds, with the two that are furthest apart."""

    number: int
    cells: tuple[WorldCell, ...]
    high: WorldCell
    low: WorldCell

    @property
    def gap(self) -> float:
        return (self.high.share or 0.0) - (self.low.share or 0.0)


@dataclass(frozen=True)
class Worlds:
    """The worlds that may be shown, those that may not, and the widest gaps."""

    voices: Mapping[str, int]
    hidden: tuple[str, ...]
    lines: tuple[WorldLine, ...]


def compare_worlds(content: Mapping[str, Any]) -> Worlds | None:
    """Compare the worlds of a kept landscape; None when nobody says which world they are of."""
    worlds = content.get("worlds") or {}
    if not worlds:
        return None
    voices = {world: told["voices"] for world, told in worlds.items()}
    shown = shown_cells(voices, sum(voices.values()), ORGANISATIONS)
    order = [world for world in (*ActorWorld.values, "") if world in shown]
    numbers = {number for told in worlds.values() for number in told["answers"]}
    lines = [_line(int(number), order, worlds) for number in sorted(numbers, key=int)]
    kept = [line for line in lines if line and round(line.gap, 3) > 0]
    kept.sort(key=lambda line: (-round(line.gap, 3), line.number))
    hidden = [world for world in (*ActorWorld.values, "") if world in worlds and world not in shown]
    return Worlds({world: voices[world] for world in order}, tuple(hidden), tuple(kept[:SHOWN]))


def _line(number: int, order: list[str], worlds: Mapping[str, Any]) -> WorldLine | None:
    answers = {world: told["answers"].get(str(number), (0, 0, 0)) for world, told in worlds.items()}
    bases = {world: sum(answers[world]) for world in order}
    total = sum(sum(told) for told in answers.values())
    shown = shown_cells(bases, total, ORGANISATIONS)
    cells = tuple(
        WorldCell(world, answers[world][0], bases[world], bases[world] > 0 and world not in shown)
        for world in order
    )
    known = [cell for cell in cells if cell.share is not None]
    if len(known) < 2:
        return None
    return WorldLine(
        number,
        cells,
        max(known, key=lambda cell: cell.share or 0.0),
        min(known, key=lambda cell: cell.share or 0.0),
    )
