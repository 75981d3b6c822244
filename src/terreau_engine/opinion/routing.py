"""Which statement to show next: the one whose answer would place the person best."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from terreau_engine.errors import BadFile
from terreau_engine.opinion.factor_steps import Floats, chances
from terreau_engine.opinion.factors import fit_light
from terreau_engine.opinion.order import natural_sort
from terreau_engine.opinion.tables import Ints
from terreau_engine.opinion.votes import Votes

SHARPNESS: Final = 4.0
_NEWEST: Final = 8.0  # a statement that nobody has seen weighs 1 + 8 times one that all have
_FADES: Final = 5.0  # and half of that after five votes
_STEPS: Final = 12
_SETTLED: Final = 1e-4
_LONGEST_STEP: Final = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Routing:
    """What the vote path keeps of a fit: enough to choose the next statement in a millisecond.

    `statements` in canonical order; `loadings`: S × 2 × (1 + q), agree then disagree, intercept
    first; `precision`: q, what is believed of a stranger; `votes`: how many each statement has.
    """

    statements: tuple[str, ...]
    loadings: Floats
    precision: Floats
    votes: Ints
    _places: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note where each statement stands, once for all the calls."""
        places = {name: place for place, name in enumerate(self.statements)}
        object.__setattr__(self, "_places", places)

    def next(
        self,
        answers: Mapping[str, int],
        seen: Iterable[str] = (),
        *,
        k: int = 1,
        seed: int = 0,
    ) -> list[str]:
        """Choose the next k statements of somebody who gave these answers.

        Meaning: neither answered nor in `seen` comes back; fewer than k when fewer are left.
        Statements that the routing does not know are passed over. Formula: their place is the most
        likely one under the answers, with curvature H; the gain of a statement j is
        log det(I + F_j W_j H⁻¹ W_j′), W_j its 2 × q loadings and F_j the 2 × 2 information of the
        answer expected there; it weighs (gain × (1 + 8·2^(−votes/5)))⁴; statements are drawn with
        these weights, H taking in what each chosen one is expected to tell. Units: nats. Same
        answers, same seed, same list; another seed, another order.

        >>> votes = Votes.from_records(list("aabbcc"), list("ststts"), [1, -1, 1, -1, -1, 1])
        >>> prepare_routing(votes).next({"s": 1})
        ['t']
        >>> prepare_routing(votes).next({"s": 1}, seen=["t"])
        []
        """
        places = self._places
        open_ = np.ones(len(self.statements), bool)
        open_[[places[name] for name in (*answers, *seen) if name in places]] = False
        place, curve = self._locate(_known(answers, places))
        dice = np.random.default_rng([seed, len(answers)])
        return [self.statements[j] for j in self._draw(place, curve, open_, k, dice)]

    def place_of(self, answers: Mapping[str, int]) -> tuple[Floats, Floats]:
        """Return the most likely place of somebody and its covariance (q, q × q).

        Engagement comes first, acquiescence second, then opinions; a stranger is at 0.

        >>> votes = Votes.from_records(list("aabbcc"), list("ststts"), [1, -1, 1, -1, -1, 1])
        >>> prepare_routing(votes).place_of({})[0].tolist()
        [0.0, 0.0, 0.0, 0.0]
        """
        place, curve = self._locate(_known(answers, self._places))
        return place, np.asarray(np.linalg.inv(curve), np.float64)

    def _locate(self, known: list[tuple[int, int]]) -> tuple[Floats, Floats]:
        """Return the most likely place under some answers, and the curvature there."""
        theirs = self.loadings[[place for place, _ in known]]
        said = np.array([value for _, value in known], np.int64)
        wanted = np.stack([said == 1, said == -1], axis=1).astype(np.float64)
        place, before = np.zeros(len(self.precision)), np.diag(self.precision)
        for _ in range(_STEPS):
            told, gap = _expected(theirs, place, wanted)
            curve = told + before
            step = np.linalg.solve(curve, gap - place * self.precision)
            length = float(np.linalg.norm(step))
            place = place + step * (_LONGEST_STEP / max(length, _LONGEST_STEP))
            if length < _SETTLED:
                break
        return place, _expected(theirs, place, wanted)[0] + before

    def _draw(
        self,
        place: Floats,
        curve: Floats,
        open_: NDArray[np.bool_],
        k: int,
        dice: np.random.Generator,
    ) -> list[int]:
        """Draw statements one by one, each as if the ones before had been answered as expected."""
        worth = np.log1p(_NEWEST * np.exp2(-self.votes / _FADES))
        luck = dice.gumbel(size=len(open_))
        drawn: list[int] = []
        for _ in range(min(k, int(open_.sum()))):
            gains = self._gains(place, np.asarray(np.linalg.inv(curve), np.float64))
            weight = SHARPNESS * (np.log(np.maximum(gains, 1e-12)) + worth)
            best = int(np.argmax(np.where(open_, weight + luck, -np.inf)))
            open_[best] = False
            drawn.append(best)
            only = self.loadings[best : best + 1]
            curve = curve + _expected(only, place, np.zeros((1, 2)))[0]
        return drawn

    def _gains(self, place: Floats, covariance: Floats) -> Floats:
        """Return the information each statement would bring to a place so uncertain, in nats."""
        slopes = self.loadings[:, :, 1:]
        agree, disagree = _answer(self.loadings, place)
        carried = (slopes.reshape(-1, len(place)) @ covariance).reshape(slopes.shape)
        up = (carried[:, 0] * slopes[:, 0]).sum(axis=1)
        down = (carried[:, 1] * slopes[:, 1]).sum(axis=1)
        cross = (carried[:, 0] * slopes[:, 1]).sum(axis=1)
        one, two, both = agree * (1 - agree), disagree * (1 - disagree), agree * disagree
        trace = one * up + two * down - 2 * both * cross
        area = up * down - cross**2
        return np.asarray(np.log1p(np.maximum(trace + (one * two - both**2) * area, 0.0)))

    def to_bytes(self) -> bytes:
        """Return the routing as JSON text, the same bytes for the same routing.

        >>> routing = prepare_routing(Votes.from_records(["a"], ["s"], [1]))
        >>> Routing.from_bytes(routing.to_bytes()).to_bytes() == routing.to_bytes()
        True
        """
        plain = {
            "statements": list(self.statements),
            "loadings": self.loadings.tolist(),
            "precision": self.precision.tolist(),
            "votes": self.votes.tolist(),
        }
        return json.dumps(plain, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Self:
        """Read back what `to_bytes` wrote. Errors: `BadFile` for anything else.

        >>> Routing.from_bytes(b"{}")
        Traceback (most recent call last):
        terreau_engine.errors.BadFile: this is not a routing: prepare it again.
        """
        try:
            plain = json.loads(kept)
            return cls(
                tuple(plain["statements"]),
                np.array(plain["loadings"], np.float64).reshape(
                    len(plain["statements"]), 2, 1 + len(plain["precision"])
                ),
                np.array(plain["precision"], np.float64),
                np.array(plain["votes"], np.int32).reshape(len(plain["statements"])),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BadFile("this is not a routing: prepare it again.") from error


def _known(answers: Mapping[str, int], places: Mapping[str, int]) -> list[tuple[int, int]]:
    """Return the answers by place, in order, those to unknown statements left out."""
    known = ((places[name], value) for name, value in answers.items() if name in places)
    return sorted(known)


def _answer(loadings: Floats, place: Floats) -> tuple[Floats, Floats]:
    odds = loadings[:, :, 0] + loadings[:, :, 1:] @ place
    return chances(odds[:, 0], odds[:, 1])


def _expected(loadings: Floats, place: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """Return the information (q × q) of statements together at a place, and how answers pull it."""
    agree, disagree = _answer(loadings, place)
    upper, lower = loadings[:, 0, 1:], loadings[:, 1, 1:]
    up, down = agree[:, None] * upper, disagree[:, None] * lower
    mixed = up + down
    told = up.T @ upper + down.T @ lower - mixed.T @ mixed
    pull = (wanted[:, 0] - agree) @ upper + (wanted[:, 1] - disagree) @ lower
    return np.asarray(told), np.asarray(pull)


def prepare_routing(
    votes: Votes,
    *,
    statements: Sequence[str] = (),
    moderated_out: Iterable[str] = (),
    seed: int = 0,
) -> Routing:
    """Prepare the choice of statements, once for all the people who vote until the next landscape.

    Meaning: every statement that has a vote, and those of `statements` that have none yet, but for
    `moderated_out`, whose votes still tell where people stand. A statement without a vote gets the
    conversation's own average loadings, and the full weight of novelty. Formula: one light fit
    (`fit_light`). Shapes: S statements. Cost: the fit, a third of a second at any size.

    >>> votes = Votes.from_records(["a", "b"], ["s", "t"], [1, -1])
    >>> routing = prepare_routing(votes, statements=["t", "new"], moderated_out=["s"])
    >>> routing.statements, routing.votes.tolist()
    (('t', 'new'), [1, 0])
    """
    cells = votes.cells()
    fit = fit_light(
        cells, participants=votes.participants, statements=len(votes.statements), seed=seed
    )
    out, model = set(moderated_out), fit.model
    voted = [place for place, name in enumerate(votes.statements) if name not in out]
    fresh = natural_sort(set(statements) - set(votes.statements) - out)
    counts = np.bincount(cells.columns, minlength=len(votes.statements))[voted]
    average = np.broadcast_to(model.belief.loading_mean, (len(fresh), *model.loadings.shape[1:]))
    return Routing(
        (*(votes.statements[place] for place in voted), *fresh),
        np.concatenate([model.loadings[voted], average]),
        model.belief.place_precision,
        np.concatenate([counts, np.zeros(len(fresh))]).astype(np.int32),
    )


def next_statements(votes: Votes, participant: str, *, k: int = 1, seed: int = 0) -> list[str]:
    """Choose the k statements to show next to somebody; never one they have answered.

    Meaning: each next answer should say most about where they stand, new statements come earlier,
    two people do not get the same order, a newcomer is served too. Formula: `Routing.next`, drawn
    with a number made of `seed` and the participant. Fits the model at each call: on the path of
    a vote keep `prepare_routing` instead. Source: D-optimal adaptive testing; novelty of Polis.

    >>> votes = Votes.from_records(list("aabbc"), list("stst") + ["s"], [1, -1, 1, -1, 1])
    >>> next_statements(votes, "c"), sorted(next_statements(votes, "newcomer", k=5))
    (['t'], ['s', 't'])
    """
    routing = prepare_routing(votes, seed=seed)
    answers = _answers_of(votes, participant)
    return routing.next(answers, k=k, seed=person_seed(participant, seed))


def _answers_of(votes: Votes, participant: str) -> dict[str, int]:
    if participant not in votes.participants:
        return {}
    cells = votes.cells()
    row = votes.participants.index(participant)
    first, last = np.searchsorted(cells.rows, [row, row + 1])
    theirs = zip(cells.columns[first:last], cells.values[first:last], strict=True)
    return {votes.statements[column]: int(value) for column, value in theirs}


def person_seed(participant: str, seed: int = 0) -> int:
    """Return a number of their own for each participant, the same on every machine.

    >>> person_seed("a") != person_seed("b"), person_seed("a", 1) != person_seed("a", 2)
    (True, True)
    """
    text = f"{seed}:{participant}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest())
