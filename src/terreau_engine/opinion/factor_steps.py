"""Newton's steps of the factor model: everybody at once, then every statement at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from terreau_engine.opinion.tables import Ints, Values

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

LONGEST_STEP: Final = 2.0
_HALVINGS: Final = 5
_ROUNDING: Final = 1e-9  # what a sum of logarithms may lose without having gone down


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The cells of a conversation, read by person and by statement.

    `rows`, `columns` have one entry a vote, by row then column; `agreed`, `disagreed` are 1 or 0.
    The grid, people × statements, holds the places of the votes; its numbers are those of the last
    sum.
    """

    rows: Places
    columns: Places
    agreed: Floats
    disagreed: Floats
    by_person: sparse.csr_matrix

    @property
    def people(self) -> int:
        """How many people."""
        return int(self.by_person.shape[0])

    @property
    def statements(self) -> int:
        """How many statements."""
        return int(self.by_person.shape[1])

    def sum_by_person(self, weights: Floats, table: Floats) -> Floats:
        """Sum weight × table row of the statement over the votes of each person."""
        self.by_person.data = weights
        return np.asarray(self.by_person @ table)

    def sum_by_statement(self, weights: Floats, table: Floats) -> Floats:
        """Sum weight × table row of the person over the votes of each statement."""
        self.by_person.data = weights
        return np.asarray(self.by_person.T @ table)


def read_sheet(rows: Ints, columns: Ints, values: Values, shape: tuple[int, int]) -> Sheet:
    """Index cells given by row then column (people × statements)."""
    starts = np.zeros(shape[0] + 1, np.int32)
    np.cumsum(np.bincount(rows, minlength=shape[0]), out=starts[1:])
    return Sheet(
        rows=rows.astype(np.intp),  # the width that indexing takes as it is
        columns=columns.astype(np.intp),
        agreed=(values == 1).astype(np.float64),
        disagreed=(values == -1).astype(np.float64),
        by_person=sparse.csr_matrix((np.ones(len(rows)), columns, starts), shape=shape),
    )


@dataclass(frozen=True, slots=True)
class Belief:
    """What is thought before any vote: means and precisions (1/variance) of every number.

    `loading_mean`, `loading_precision`: 2 × (1 + q), agree then disagree, intercept first;
    `place_precision`: q, engagement and acquiescence first, around 0.
    """

    loading_mean: Floats
    loading_precision: Floats
    place_precision: Floats

    def of_places(self, places: Floats) -> Floats:
        """Return the logarithm of the density of each person's place, but for a constant."""
        return np.asarray(-0.5 * (places**2 @ self.place_precision))

    def of_loadings(self, loadings: Floats) -> Floats:
        """Return the same of each statement's loadings."""
        gap = (loadings - self.loading_mean) ** 2 * self.loading_precision
        return np.asarray(-0.5 * gap.sum(axis=(1, 2)))


def chances(upper: Floats, lower: Floats) -> tuple[Floats, Floats]:
    """Return P(agree) and P(disagree) from their log-odds against passing; safe at any size.

    >>> agree, disagree = chances(np.array([0.0, 800.0]), np.array([0.0, -800.0]))
    >>> agree.round(3).tolist(), disagree.round(3).tolist()
    ([0.333, 1.0], [0.333, 0.0])
    """
    top = np.maximum(np.maximum(upper, lower), 0.0)
    agree, disagree, total = np.exp(upper - top), np.exp(lower - top), np.exp(-top)
    total += agree
    total += disagree
    agree /= total
    disagree /= total
    return agree, disagree


def log_odds(
    places: Floats, loadings: Floats, rows: Ints | Places, columns: Ints | Places
) -> tuple[Floats, Floats]:
    """Return the log-odds of agreeing and of disagreeing against passing, for pairs."""
    # One number of everybody at a time: their tables are small, and stay close to the processor.
    sides = [np.ascontiguousarray(loadings[:, side, 0])[columns] for side in (0, 1)]
    for kind in range(places.shape[1]):
        who = np.ascontiguousarray(places[:, kind])[rows]
        for side, total in enumerate(sides):
            total += who * np.ascontiguousarray(loadings[:, side, 1 + kind])[columns]
    return sides[0], sides[1]


@dataclass(frozen=True, slots=True)
class Point:
    """A state of the fit, with what it makes of each vote."""

    places: Floats
    loadings: Floats
    agree: Floats
    disagree: Floats
    surprise: Floats  # of each vote: the logarithm of the chance it was given (below 0)


def look(sheet: Sheet, places: Floats, loadings: Floats) -> Point:
    """Work out the chances of every vote of the sheet."""
    upper, lower = log_odds(places, loadings, sheet.rows, sheet.columns)
    top = np.maximum(np.maximum(upper, lower), 0.0)
    agree, disagree, total = np.exp(upper - top), np.exp(lower - top), np.exp(-top)
    total += agree
    total += disagree
    said = sheet.agreed * upper + sheet.disagreed * lower - top - np.log(total)
    agree /= total
    disagree /= total
    return Point(places, loadings, agree, disagree, said)


def move_people(sheet: Sheet, point: Point, belief: Belief) -> tuple[Point, Floats]:
    """Move each person one damped step; return also the curvatures (q × q) they were moved by."""
    upper, lower = point.loadings[:, 0, 1:], point.loadings[:, 1, 1:]
    slope = sheet.sum_by_person(sheet.agreed - point.agree, upper)
    slope += sheet.sum_by_person(sheet.disagreed - point.disagree, lower)
    slope -= point.places * belief.place_precision
    curve = people_curve(sheet, point, belief)
    step = _newton(curve, slope)

    def tried(scale: Floats) -> tuple[Point, Floats]:
        new = look(sheet, point.places + step * scale[:, None], point.loadings)
        return new, total(new)

    def total(at: Point) -> Floats:
        fit = np.bincount(sheet.rows, at.surprise, sheet.people)
        return np.asarray(fit + belief.of_places(at.places))

    return _climb(tried, total(point)), curve


def people_curve(sheet: Sheet, point: Point, belief: Belief) -> Floats:
    """Return minus the second derivatives of each person's objective: positive definite."""
    upper, lower = point.loadings[:, 0, 1:], point.loadings[:, 1, 1:]
    one, two = np.triu_indices(upper.shape[1])
    crossed = upper[:, one] * lower[:, two] + upper[:, two] * lower[:, one]
    agree, disagree = point.agree, point.disagree
    half = sheet.sum_by_person(agree * (1 - agree), upper[:, one] * upper[:, two])
    half += sheet.sum_by_person(disagree * (1 - disagree), lower[:, one] * lower[:, two])
    half -= sheet.sum_by_person(agree * disagree, crossed)
    return unfold(half, upper.shape[1]) + np.diag(belief.place_precision)


def move_statements(sheet: Sheet, point: Point, belief: Belief) -> tuple[Point, Floats]:
    """Move each statement's loadings one damped step; return the curvatures (2k × 2k) too."""
    who = np.hstack([np.ones((sheet.people, 1)), point.places])
    slope = np.stack(
        [
            sheet.sum_by_statement(sheet.agreed - point.agree, who),
            sheet.sum_by_statement(sheet.disagreed - point.disagree, who),
        ],
        axis=1,
    )
    slope -= (point.loadings - belief.loading_mean) * belief.loading_precision
    curve = statements_curve(sheet, point, belief)
    step = _newton(curve, slope.reshape(sheet.statements, 2 * who.shape[1])).reshape(slope.shape)

    def tried(scale: Floats) -> tuple[Point, Floats]:
        new = look(sheet, point.places, point.loadings + step * scale[:, None, None])
        return new, total(new)

    def total(at: Point) -> Floats:
        fit = np.bincount(sheet.columns, at.surprise, sheet.statements)
        return np.asarray(fit + belief.of_loadings(at.loadings))

    return _climb(tried, total(point)), curve


def statements_curve(sheet: Sheet, point: Point, belief: Belief) -> Floats:
    """Return minus the second derivatives of each statement's objective."""
    who = np.hstack([np.ones((sheet.people, 1)), point.places])
    size = who.shape[1]
    one, two = np.triu_indices(size)
    pairs = who[:, one] * who[:, two]
    agree, disagree = point.agree, point.disagree
    curve = np.empty((sheet.statements, 2 * size, 2 * size))
    curve[:, :size, :size] = unfold(sheet.sum_by_statement(agree * (1 - agree), pairs), size)
    curve[:, size:, size:] = unfold(sheet.sum_by_statement(disagree * (1 - disagree), pairs), size)
    curve[:, :size, size:] = -unfold(sheet.sum_by_statement(agree * disagree, pairs), size)
    curve[:, size:, :size] = curve[:, :size, size:]
    return curve + np.diag(belief.loading_precision.ravel())


def unfold(half: Floats, size: int) -> Floats:
    """Return symmetric matrices from their upper halves.

    >>> unfold(np.array([[1.0, 2.0, 3.0]]), 2).tolist()
    [[[1.0, 2.0], [2.0, 3.0]]]
    """
    one, two = np.triu_indices(size)
    whole = np.empty((len(half), size, size))
    whole[:, one, two] = half
    whole[:, two, one] = half
    return whole


def _newton(curve: Floats, slope: Floats) -> Floats:
    """Solve for every step at once, none longer than `LONGEST_STEP`."""
    step = np.asarray(np.linalg.solve(curve, slope[..., None])[..., 0], np.float64)
    length = np.linalg.norm(step, axis=1, keepdims=True)
    return np.asarray(step * (LONGEST_STEP / np.maximum(length, LONGEST_STEP)))


def _climb(tried: Callable[[Floats], tuple[Point, Floats]], before: Floats) -> Point:
    """Take the whole step; where it goes down, half of it, at last none."""
    scale = np.ones(len(before))
    slack = _ROUNDING * (1.0 + np.abs(before))
    for _ in range(_HALVINGS):
        point, after = tried(scale)
        worse = after < before - slack
        if not worse.any():
            return point
        scale[worse] *= 0.5
    _, after = tried(scale)
    return tried(np.where(after < before - slack, 0.0, scale))[0]
