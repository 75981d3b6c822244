"""The map under the landscape: its axes, its ellipses, its sample, and real conversations."""

import csv
import random

import numpy as np
import pytest

from terreau_engine.opinion import Votes, landscape
from terreau_engine.opinion import stability as stability_module
from terreau_engine.opinion.ellipses import place_uncertainty
from terreau_engine.opinion.grid import (
    deviations_of,
    main_axes,
    means_of,
    project,
    take_statements,
)
from tests.engine.conversations import blocs, from_rows, same


def test_the_axes_are_the_same_by_tables_and_by_votes() -> None:
    dice = np.random.default_rng(5)
    rows, columns = np.nonzero(dice.random((90, 320)) < 0.3)
    values = np.sign(np.sin(rows * 0.2) * np.cos(columns * 0.1) + dice.normal(0, 0.2, len(rows)))
    votes = Votes.from_codes(
        list(map(str, range(90))), list(map(str, range(320))), rows, columns, values.astype(int)
    )
    grid = take_statements(votes)
    assert grid.tables is None
    centre = means_of(grid)
    deviations = deviations_of(grid, centre)
    searched, values = main_axes(grid, centre, deviations)
    full = deviations.toarray()
    every, vectors = np.linalg.eigh(full.T @ full)
    np.testing.assert_allclose(values, every[[-1, -2]], rtol=1e-12)
    np.testing.assert_allclose(abs(searched @ vectors[:, [-1, -2]]), np.eye(2), atol=1e-9)
    assert (searched[np.arange(2), abs(searched).argmax(axis=1)] > 0).all()


def test_more_statements_than_the_tables_hold() -> None:
    dice = np.random.default_rng(3)
    rows = np.repeat(np.arange(40), 300)
    columns = np.concatenate([dice.choice(4300, 300, replace=False) for _ in range(40)])
    values = np.where(rows % 2, 1, -1) * np.where(columns % 2, 1, -1)
    names = [f"p{n}" for n in range(40)], [f"s{n}" for n in range(4300)]
    votes = Votes.from_codes(*names, rows, columns, values)
    assert votes.tables is None
    face = landscape(votes)
    assert (face.groups.k, face.groups.sizes) == (2, (20, 20))


def test_the_ellipse_holds_the_place_to_come() -> None:
    """Hide part of the answers of people who gave them all: 95 % ellipses hold 95 % of them."""
    dice = np.random.default_rng(8)
    opinions, weights = dice.normal(size=(300, 2)), dice.normal(size=(60, 2))
    values = np.clip(np.round(opinions @ weights.T + dice.normal(0, 0.6, (300, 60))), -1, 1)
    rows, columns = np.nonzero(np.ones_like(values))
    shown = dice.random(len(rows)) < 0.3
    names = list(map(str, range(300))), list(map(str, range(60)))
    grids = [
        take_statements(
            Votes.from_codes(*names, rows[part], columns[part], values.ravel()[part].astype(int))
        )
        for part in (slice(None), shown)
    ]
    centre = means_of(grids[0])
    axes, _ = main_axes(grids[0], centre, deviations_of(grids[0], centre))
    everything, some = (project(deviations_of(g, centre), g.each, axes) for g in grids)
    covariance = place_uncertainty(grids[1], deviations_of(grids[1], centre).data, axes)
    gap = some - everything * np.sqrt(grids[1].each / 60)[:, None]
    inside = np.einsum("pi,pij,pj->p", gap, np.linalg.inv(covariance), gap) < 5.991
    assert 0.9 < inside.mean() < 0.99


def test_beyond_what_is_followed_confidence_is_lent(monkeypatch) -> None:
    votes = from_rows(blocs(each=30, noise=0.25))
    exact = landscape(votes)
    monkeypatch.setattr(stability_module, "_MOST_PEOPLE", 60)
    lent = landscape(votes)
    np.testing.assert_array_equal(lent.groups.labels, exact.groups.labels)
    assert lent.stability == pytest.approx(exact.stability, abs=0.15)
    for group in range(3):
        mine = lent.groups.confidence[lent.groups.labels == group]
        assert len(np.unique(mine)) < len(mine)
        assert 0 < mine.min() <= mine.max() <= 1


def read_conversation(folder):
    with (folder / "votes.csv").open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
    with (folder / "comments.csv").open(encoding="utf-8") as file:
        out = [row["comment-id"] for row in csv.DictReader(file) if row["moderated"] == "-1"]
    return [(row["voter-id"], row["comment-id"], int(row["vote"])) for row in rows], out


@pytest.mark.reference
@pytest.mark.parametrize("name", ["scoop-hivemind.freshwater", "scoop-hivemind.ubi"])
def test_twenty_shuffles_of_a_real_conversation(name, reference_data) -> None:
    records, out = read_conversation(reference_data / "polis" / name)
    last = {(person, statement): value for person, statement, value in records}
    records = [(*pair, value) for pair, value in last.items()]
    first = landscape(from_rows(records), moderated_out=out)
    assert first.groups is not None
    for turn in range(20):
        random.Random(turn).shuffle(records)
        same(landscape(from_rows(records), moderated_out=out), first)


@pytest.mark.reference
def test_a_real_history_replayed_vote_by_vote(reference_data) -> None:
    records, out = read_conversation(reference_data / "polis" / "15-per-hour-seattle")
    votes = Votes()
    for step, record in enumerate(records):
        votes.record(*record)
        if step == 500:
            assert votes.tables is not None
    batch = from_rows(records)
    assert votes == batch
    for mine, theirs in zip(votes.tables, batch.tables, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    same(landscape(votes, moderated_out=out), landscape(batch, moderated_out=out))
