"""Between which bounds each number of a diagnosis lies, and which words its texts may be."""

from terreau.actors.enums import ActorWorld
from terreau.diagnoses.enums import PerceivedSource
from terreau.diagnoses.enums_crossing import Among, Amount, FeltChoice, Gap, Peers, Quadrant
from terreau.diagnoses.values import (
    ChallengeReading,
    Choices,
    CoverageLine,
    Diagnosis,
    FigureLine,
    PerceivedLine,
    Perimeter,
    SpotLine,
    WorldScore,
)
from terreau.territories.enums import IndicatorSense, IndicatorUnit

LONGEST, MOST_ROWS = 4000, 1000
SLUG = "[a-z0-9-]{0,120}"
_SCORE, _SHARE, _COUNT, _YEAR = (0, 10), (0, 1), (0, 1e9), (1800, 2200)
_LEVELS = ("high", "low", "unknown")

RANGES = {
    **{(Choices, name): _SCORE for name in ("needed_from", "felt_from", "divided_from")},
    (Choices, "acted_from"): _COUNT,
    (Choices, "weights"): (0, 100),
    (FigureLine, "weight"): (0, 100),
    **{(FigureLine, name): _COUNT for name in ("known", "total", "suppressed", "peers")},
    (FigureLine, "year"): _YEAR,
    (FigureLine, "need"): _SCORE,
    **{(PerceivedLine, name): _SCORE for name in ("mean", "low", "high")},
    (PerceivedLine, "answers"): _COUNT,
    (WorldScore, "mean"): _SCORE,
    (WorldScore, "answers"): _COUNT,
    **{
        (CoverageLine, name): _COUNT
        for name in ("partnerships", "running", "known_domains", "unknown", "per_10000", "may_run")
    },
    **{
        (SpotLine, name): _SCORE
        for name in ("measured", "measured_low", "measured_high", "perceived", "spread")
    },
    **{
        (SpotLine, name): _SHARE
        for name in (
            "measured_confidence",
            "perceived_confidence",
            "acted_confidence",
            "confidence",
        )
    },
    **{(SpotLine, name): _COUNT for name in ("acted", "kept", "tried")},
    (ChallengeReading, "goals"): (1, 17),
    (ChallengeReading, "used"): (0, 1000),
    **{(Perimeter, name): _COUNT for name in ("communes", "population")},
    (Perimeter, "population_year"): _YEAR,
    (Diagnosis, "census"): _COUNT,
}
WORDS = {
    (Choices, "peers"): frozenset(Peers.values),
    (Choices, "among"): frozenset(Among.values),
    (Choices, "felt"): frozenset(FeltChoice.values),
    (Choices, "amount"): frozenset(Amount.values),
    (Choices, "senses"): frozenset(IndicatorSense.values),
    (FigureLine, "unit"): frozenset(IndicatorUnit.values),
    # Empty: the registry gives this indicator no sense, and nobody chose one.
    (FigureLine, "sense"): frozenset(("", *IndicatorSense.values)),
    (PerceivedLine, "source"): frozenset(PerceivedSource.values),
    (WorldScore, "world"): frozenset(ActorWorld.values),
    **{(SpotLine, f"{name}_level"): frozenset(_LEVELS) for name in ("measured", "perceived")},
    (SpotLine, "acted_level"): frozenset(_LEVELS),
    (SpotLine, "quadrant"): frozenset(Quadrant.values),
    (SpotLine, "gaps"): frozenset(Gap.values),
    (SpotLine, "weakest"): frozenset(("measured", "perceived", "acted")),
}
