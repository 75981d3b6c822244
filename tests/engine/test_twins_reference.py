"""Twins on real communes: what is hidden is guessed from the family."""

import csv
import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from terreau_engine.twins import Indicator, IndicatorTable, Settings, Typology, leave_one_out

FILE = (
    Path(
        os.environ.get(
            "REFERENCE_DATA", Path(__file__).resolve().parents[3] / "shared" / "data" / "reference"
        )
    )
    / "territories"
    / "communes_2000plus_indicators.csv"
)


@cache
def communes() -> IndicatorTable:
    """Communes of 2,000 inhabitants and over, ten indicators."""
    with FILE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in {"code", "dep", "typ", "aav"}]
    notions = {"car": "travel", "pt": "travel"}  # two shares of the same journeys
    return IndicatorTable(
        tuple(row["code"] for row in rows),
        tuple(Indicator(name, notions.get(name, "")) for name in names),
        np.array([[float(row[name]) for name in names] for row in rows]),
        tuple(row["typ"] for row in rows),
    )


@pytest.mark.reference
def test_hidden_indicators_are_guessed_better_than_half() -> None:
    told = leave_one_out(communes())
    assert len(communes().codes) == 5317
    assert told.mean >= 0.505
    strict = leave_one_out(communes(), Settings(typology=Typology.CONSTRAINT))
    assert strict.mean >= 0.50
    scores = {score.indicator: score.r2 or 0 for score in told.scores}
    assert scores["rsa"] > 0.64
    assert scores["tfb"] < 0.2  # what a council decides is not told by its conditions
