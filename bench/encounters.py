"""Who should meet whom: suggestions set against the ties that really came, and popularity beside.

`python -m bench.encounters` reads REFERENCE_DATA (default ../shared/data/reference): European
research projects (known ≤ 2018, new 2019–2021) and « contrats de ville » (known 2020–2021, new
2022). Every organisation that tied anew asks; everybody it did not know is ranked.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bench.encounter_data import Past, city_contracts, cordis
from bench.encounter_fit import Block, blocks, learn
from terreau_engine.network import BEYOND, NEAR, MeetingWeights, gini
from terreau_engine.network.meeting_weights import FORETOLD_BEYOND, FORETOLD_NEAR

Floats = NDArray[np.float64]
Scorer = Callable[[Block], Floats]
SHOWN = 10
RESAMPLED = 2000
CONTENT = ("popularity", "domains", "around", "territory")
CORDIS_NEAR = ("shared", "close", *CONTENT, "other_world")
CORDIS_BEYOND = ("chain", *CONTENT, "other_world", "accustomed")
CITY_NEAR = ("shared", "close", *CONTENT, "nearness")
CITY_BEYOND = ("chain", *CONTENT, "nearness")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scorer's lists of ten were worth; one place per organisation that asks."""

    hits: NDArray[np.bool_]
    recalls: Floats
    crossing: NDArray[np.bool_]
    exposure: float


def lists_of(past: Past, scorers: Mapping[str, Scorer], beyond: bool) -> dict[str, Outcome]:
    """Rank for each scorer; beyond the circle only those at distance 3 and more."""
    asking = np.flatnonzero(past.new.any(axis=1))
    worlds = past.pool.worlds
    found: dict[str, list[tuple[bool, float, bool | None]]] = {name: [] for name in scorers}
    times = {name: np.zeros(past.pool.network.size) for name in scorers}
    dice = np.random.default_rng(0)
    for block in blocks(past, asking):
        possible = block.possible & ~block.terms.linked if beyond else block.possible
        new = block.new & possible
        noise = dice.random(possible.shape) * 1e-9
        for name, scorer in scorers.items():
            score = np.where(possible, scorer(block) + noise, -np.inf)
            top = np.argpartition(-score, SHOWN, axis=1)[:, :SHOWN]
            hit = np.take_along_axis(new, top, axis=1)
            for n in np.flatnonzero(new.any(axis=1)).tolist():
                other = worlds[block.rows[n]] != worlds
                crossing = bool((hit[n] & other[top[n]]).any()) if (new[n] & other).any() else None
                found[name].append((bool(hit[n].any()), hit[n].sum() / new[n].sum(), crossing))
                times[name][top[n]] += 1
    return {name: _outcome(found[name], times[name]) for name in scorers}


def _outcome(found: list[tuple[bool, float, bool | None]], times: Floats) -> Outcome:
    return Outcome(
        np.array([row[0] for row in found]),
        np.array([row[1] for row in found]),
        np.array([row[2] for row in found if row[2] is not None]),
        gini(times) or 0.0,
    )


def scorers_of(
    learned: tuple[MeetingWeights, MeetingWeights] | None, beyond: bool
) -> dict[str, Scorer]:
    """Name the scorers to compare, the plain ones first."""
    dice = np.random.default_rng(1)
    plain: dict[str, Scorer] = {
        "at random": lambda block: dice.random(block.possible.shape),
        "same territory": lambda block: block.terms.values["territory"],
        "domains (cosine)": lambda block: block.terms.values["domains"],
        "nearness": lambda block: block.terms.values["nearness"],
        "**popularity**": lambda block: block.terms.values["popularity"],
        "resource allocation": lambda block: block.terms.values["shared"],
    }
    fitted = {
        "learned on its own past": learned[beyond] if learned else None,
        "foretold, as shipped": (FORETOLD_NEAR, FORETOLD_BEYOND)[beyond],
        "suggested by the engine": (NEAR, BEYOND)[beyond],
        "on the page: popularity beside": replace((NEAR, BEYOND)[beyond], popularity=0.0),
    }
    return plain | {name: _sum(weights) for name, weights in fitted.items() if weights}


def _sum(weights: MeetingWeights) -> Scorer:
    return lambda block: sum(block.terms.parts(weights).values(), np.zeros(block.possible.shape))


def interval(values: NDArray[np.bool_] | Floats) -> tuple[float, float]:
    """Resample those who ask: 95 % of the means lie between both."""
    dice = np.random.default_rng(2)
    means = [values[dice.integers(0, len(values), len(values))].mean() for _ in range(RESAMPLED)]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def table(title: str, past: Past, learned: tuple[MeetingWeights, MeetingWeights]) -> str:
    """Write both rankings of one network."""
    share = float((past.new & ~_linked(past)).sum() / past.new.sum())
    size = f"{past.pool.network.size:,} organisations, {past.known_ties:,} known ties"
    lines = [
        f"**{title}**: {size}, {past.new_ties:,} new ones, {share:.1%} at distance 3 or more.",
        f"Learned on its own past: {_told(learned[0])}; beyond: {_told(learned[1])}.",
    ]
    for beyond in (False, True):
        outcomes = lists_of(past, scorers_of(learned, beyond), beyond)
        asking = len(next(iter(outcomes.values())).hits)
        lines += ["", f"{'Beyond the circle' if beyond else 'Everybody'}: {asking:,} ask.", ""]
        lines += _rows(outcomes)
    return "\n".join(lines)


def _linked(past: Past) -> NDArray[np.bool_]:
    adjacency = past.pool.adjacency
    return np.asarray((adjacency @ adjacency).toarray() > 0)


def _told(weights: MeetingWeights) -> str:
    return ", ".join(f"{name} {value:+.2f}" for name, value in weights.by_term().items() if value)


def _rows(outcomes: Mapping[str, Outcome]) -> list[str]:
    rows = [
        "| scorer | hit@10 | 95 % | − allocation | recall@10 | other world | exposure (Gini) |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    base = outcomes["resource allocation"].hits.astype(np.float64)
    for name, told in outcomes.items():
        low, high = interval(told.hits)
        less, more = interval(told.hits - base)
        crossing = f"{told.crossing.mean():.3f}" if len(told.crossing) else "–"
        rows.append(
            f"| {name} | {told.hits.mean():.3f} | {low:.3f}–{high:.3f} | {less:+.3f}…{more:+.3f} "
            f"| {told.recalls.mean():.3f} | {crossing} | {told.exposure:.2f} |"
        )
    return rows


def measure(words: Sequence[str] = ()) -> str:
    """Learn on the past of each network, then look at what came."""
    start = time.process_time()
    parts = []
    if not words or "cordis" in words:
        earlier = [cordis(year, year + 1, year + 1) for year in (2015, 2016, 2017)]
        learned = learn(earlier, CORDIS_NEAR, CORDIS_BEYOND)
        parts.append(table("H2020", cordis(2018, 2019, 2021), learned))
    if not words or "villes" in words:
        learned = learn([city_contracts([2020], 2021)], CITY_NEAR, CITY_BEYOND)
        parts.append(table("Contrats de ville", city_contracts([2020, 2021], 2022), learned))
    return "\n\n".join([*parts, f"{time.process_time() - start:.0f} s of CPU."])


if __name__ == "__main__":
    import sys

    print(measure(sys.argv[1:]))
