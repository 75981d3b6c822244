"""Small conversations to draw landscapes of."""

import numpy as np

from terreau_engine.opinion import Votes

SIGNS = {"+": 1, "-": -1, "0": 0}


def full_house(rows):
    """Make votes from one string a participant: + agrees, - disagrees, 0 passes, . is silent."""
    return Votes.from_records(
        *zip(
            *(
                (str(person), str(statement), SIGNS[sign])
                for person, row in enumerate(rows)
                for statement, sign in enumerate(row)
                if sign != "."
            ),
            strict=True,
        )
    )


def blocs(*, each=12, statements=30, seed=0, noise=0.08, shown=0.7):
    """Return the records of three blocs that differ on two statements in three."""
    dice = np.random.default_rng(seed)
    records = []
    for bloc in range(3):
        creed = np.where(np.arange(statements) % 3 == bloc, 1, -1)
        for person in range(each):
            for statement in np.flatnonzero(dice.random(statements) < shown):
                said = dice.integers(-1, 2) if dice.random() < noise else creed[statement]
                records.append((f"{bloc}-{person}", f"s{statement}", int(said)))
    return records


def from_rows(records):
    return Votes.from_records(*(list(column) for column in zip(*records, strict=True)))


def same(one, other):
    """Compare two landscapes to the last bit."""
    for name in ("participants", "statements", "variance", "consensus", "divisive"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("representative", "no_groups", "stability", "replicates"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("votes", "positions", "uncertainty", "statement_positions", "extremity"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), name)
    assert (one.groups is None) == (other.groups is None)
    if one.groups is not None:
        assert one.groups.k == other.groups.k
        assert one.groups.sizes == other.groups.sizes
        np.testing.assert_array_equal(one.groups.labels, other.groups.labels)
        np.testing.assert_array_equal(one.groups.confidence, other.groups.confidence)
        np.testing.assert_array_equal(one.groups.centres, other.groups.centres)
