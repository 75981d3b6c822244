"""The words of a diagnosis: subjects and what is known of each, readings, quadrants, gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from terreau_engine.blind_spots.standing import Standing
from terreau_engine.errors import OutOfScale


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator of a subject; `coverage` is the share of the territory that is known."""

    code: str
    standing: Standing | None
    weight: float = 1.0
    coverage: float = 1.0


@dataclass(frozen=True, slots=True)
class Perception:
    """How a subject is felt, from 0 to 10; `worlds` gives the mean of each world asked or None."""

    mean: float | None
    answers: int = 0
    low: float | None = None
    high: float | None = None
    worlds: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    """Who acts on a subject: `amount` in the unit of the threshold, None when nobody counted.

    `placed` partnerships say on which subjects they work, `unplaced` do not: with some, the
    amount is only a lower bound.
    """

    amount: float | None
    placed: int = 0
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """A challenge, with all that is known of it."""

    code: str
    measures: tuple[Measure, ...] = ()
    perception: Perception = Perception(None)
    action: Action = Action(None)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a subject is needed, felt, acted upon; every one is somebody's choice."""

    needed_from: float = 6.0
    felt_from: float = 6.0
    acted_from: float = 1.0
    divided_from: float = 3.0
    enough_answers: int = 30

    def __post_init__(self) -> None:
        """Refuse what stands outside the scales."""
        for name in ("needed_from", "felt_from", "divided_from"):
            if not 0 <= getattr(self, name) <= 10:
                raise OutOfScale(f"{name} is {getattr(self, name)}: give a number from 0 to 10.")
        if not self.acted_from > 0 or self.enough_answers < 1:
            raise OutOfScale("acted_from and enough_answers are greater than 0.")


class Level(StrEnum):
    """On which side of its threshold a reading stands."""

    HIGH = "high"
    LOW = "low"
    UNKNOWN = "unknown"


class Quadrant(StrEnum):
    """Measured × perceived."""

    SHARED = "shared"  # needed and felt
    SILENT = "silent"  # needed, not felt
    FELT = "felt"  # felt, not needed as measured
    CALM = "calm"  # neither
    UNKNOWN = "unknown"


class Gap(StrEnum):
    """What a subject lacks."""

    BLIND_SPOT = "blind-spot"  # needed, felt, and nobody acts
    POSSIBLE_BLIND_SPOT = "possible-blind-spot"  # one of the three is not known
    SILENT_NEED = "silent-need"
    FELT_ALONE = "felt-alone"
    DIVIDED_WORLDS = "divided-worlds"
    SILENT_WORLD = "silent-world"  # a world was asked and cannot be read
    NO_MEASURE = "no-measure"
    NO_PERCEPTION = "no-perception"
    NO_COUNT = "no-count"


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the three readings of a subject: its score, its bounds, its side, how sure it is."""

    score: float | None
    level: Level
    confidence: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """What can be said of one subject.

    `confidence` is that of the weakest of the three readings, which `weakest` names; `kept` of
    `tried` neighbouring settings give the same quadrant and the same side of action; `z_gap` is
    measured minus perceived, both standardised over the subjects; `rank_gap` counts by how many
    places the subject is felt before it is acted upon.
    """

    code: str
    measured: Reading
    perceived: Reading
    acted: Reading
    quadrant: Quadrant
    gaps: tuple[Gap, ...]
    confidence: float
    weakest: str
    kept: int
    tried: int
    z_gap: float | None = None
    rank_gap: float | None = None
    spread: float | None = None

    @property
    def is_blind_spot(self) -> bool:
        """Tell whether it is needed and felt while nobody acts."""
        return Gap.BLIND_SPOT in self.gaps
