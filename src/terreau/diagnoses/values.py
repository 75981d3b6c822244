"""What a diagnosis says, live or frozen: plain values, the same for every page and every file."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = 1  # of a frozen diagnosis; what reads it must still read the former ones


@dataclass(frozen=True)
class Choices:
    """What people decided before reading: thresholds, peers, whose view, what counts as acting."""

    needed_from: float = 6.0
    felt_from: float = 6.0
    acted_from: float = 1.0
    divided_from: float = 3.0
    peers: str = "auto"
    among: str = "country"
    felt: str = "latest"
    amount: str = "running"
    # By challenge, what an indicator weighs there; those that are not named keep their weight.
    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    # By challenge, in which sense an indicator that has none tells a need there.
    senses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class FigureLine:
    """One indicator beside its peers: the figure with its base, and how far the need goes."""

    slug: str
    name: str
    unit: str
    sense: str
    weight: float
    value: float | None
    known: int
    total: int
    suppressed: int
    year: int | None
    vintage: str
    source: str
    base: str
    reason: str
    need: float | None = None
    z: float | None = None
    middle: float | None = None
    low: float | None = None
    high: float | None = None
    peers: int = 0
    country: float | None = None
    is_published: bool = False
    is_neutral: bool = False  # the registry gives it no sense: somebody chose one, or nobody

    @property
    def coverage(self) -> float:
        """The share of the territory that the figure covers."""
        if self.is_published:
            return 1.0
        return self.known / self.total if self.total else 0.0


@dataclass(frozen=True)
class WorldScore:
    """The mean of one world, None when it cannot be told, over so many answers."""

    world: str
    mean: float | None
    answers: int


@dataclass(frozen=True)
class PerceivedLine:
    """How one collection of views sees a challenge; two collections are never pooled."""

    source: str
    label: str
    asked_on: datetime.date | None
    mean: float | None
    low: float | None
    high: float | None
    worlds: tuple[WorldScore, ...]
    answers: int = 0
    is_simulated: bool = False


@dataclass(frozen=True)
class CoverageLine:
    """Who acts on a challenge; absent when nobody has counted yet."""

    partnerships: int
    running: int
    known_domains: int
    unknown: int
    per_10000: float | None
    may_run: int = 0

    @property
    def may_run_per_10000(self) -> float | None:
        """The rate if all those of which nobody knows still ran."""
        if self.per_10000 is None or not self.may_run:
            return self.per_10000
        return (
            self.per_10000 / self.running * (self.running + self.may_run) if self.running else None
        )


@dataclass(frozen=True)
class SpotLine:
    """What the crossing says of a challenge."""

    measured: float | None
    measured_low: float | None
    measured_high: float | None
    measured_level: str
    measured_confidence: float
    perceived: float | None
    perceived_level: str
    perceived_confidence: float
    acted: float | None
    acted_level: str
    acted_confidence: float
    quadrant: str
    gaps: tuple[str, ...]
    confidence: float
    weakest: str
    kept: int
    tried: int
    z_gap: float | None
    rank_gap: float | None
    spread: float | None

    def has(self, gap: str) -> bool:
        """Tell whether this is missing."""
        return gap in self.gaps


@dataclass(frozen=True)
class ChallengeReading:
    """One challenge with what is measured, felt and done about it."""

    uuid: str
    title: str
    aim: str
    domains: tuple[str, ...]
    goals: tuple[int, ...]
    figures: tuple[FigureLine, ...]
    felt: tuple[PerceivedLine, ...]
    used: int | None  # which of `felt` the crossing reads
    coverage: CoverageLine | None
    spot: SpotLine

    @property
    def counted(self) -> tuple[FigureLine, ...]:
        """The indicators that weigh in the crossing."""
        return tuple(one for one in self.figures if one.weight > 0)

    @property
    def used_felt(self) -> PerceivedLine | None:
        """The views that the crossing reads."""
        return None if self.used is None else self.felt[self.used]


@dataclass(frozen=True)
class Perimeter:
    """Of which territory the diagnosis speaks."""

    label: str
    units: tuple[tuple[str, str, str], ...]  # kind, code, name
    communes: int
    population: int | None
    population_base: str
    population_year: int | None


@dataclass(frozen=True)
class Diagnosis:
    """Everything that the pages, the papers and the files show."""

    alliance: str
    slug: str
    question: str
    on: datetime.date
    perimeter: Perimeter
    choices: Choices
    challenges: tuple[ChallengeReading, ...]
    census: int | None = None  # partnerships counted on the territory, all challenges together
    peers_note: str = ""  # how the peers were found, or why there are none
    peers_names: tuple[str, ...] = ()  # who they are, or the area they share; () is everybody
    format: int = FORMAT

    @property
    def blind_spots(self) -> tuple[ChallengeReading, ...]:
        """The challenges needed, felt, on which nobody acts."""
        return self.with_gap("blind-spot")

    def with_gap(self, gap: str) -> tuple[ChallengeReading, ...]:
        """The challenges that lack this."""
        return tuple(one for one in self.challenges if one.spot.has(gap))

    @property
    def sources(self) -> tuple[tuple[str, int | None, str], ...]:
        """Where the measured figures come from: source, year, geography, each once."""
        found = {
            (one.source, one.year, one.vintage): None
            for challenge in self.challenges
            for one in challenge.figures
            if one.value is not None
        }
        return tuple(sorted(found, key=lambda one: (one[0], one[1] or 0, one[2])))
