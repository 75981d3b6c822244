"""Pull apart pairs who meet again: the best swap of all rounds, even where it costs for a while."""

import numpy as np

from terreau_engine.puzzle.party import Floats, Ints, Party
from terreau_engine.puzzle.seating import AGAIN, BANNED, WANTED, Seats, together

WORK = 2e7  # pairs looked at, all steps together
MOST_STEPS = 4000
STAY = (5, 20)  # steps before a swap may be undone, drawn between these


def untangle(
    party: Party, seats: Seats, numbers: range, dice: np.random.Generator, fewest: int
) -> None:
    """Swap two people of one round at a time until nobody meets again, or the work is done.

    Formula: at each step the swap that lowers the repeats most, or raises them least, none that
    was made lately unless it gives the best timetable so far (tabu search); what the pairs are
    worth is looked at afterwards.
    """
    rounds = np.array(numbers, dtype=np.intp)
    tables = seats.table[rounds].copy()
    fixed = seats.met - sum(together(one) for one in tables)
    steps = int(min(MOST_STEPS, WORK / max(1, tables.size * tables.shape[1])))
    best, best_cost = tables.copy(), _cost(party, fixed, tables)
    closed = np.zeros((len(rounds), tables.shape[1], tables.shape[1]), dtype=np.intp)
    cost = best_cost
    for step in range(steps):
        if best_cost <= AGAIN * fewest:
            break
        gain = _gains(party, fixed, tables)
        shut = (closed > step) & (gain <= cost - best_cost)
        gain[shut] = -np.inf
        number, first, second = np.unravel_index(int(np.argmax(gain)), gain.shape)
        if gain[number, first, second] == -np.inf:
            break
        cost -= float(gain[number, first, second])
        one = tables[number]
        one[first], one[second] = one[second], one[first]
        until = step + int(dice.integers(*STAY))
        closed[number, first, second] = closed[number, second, first] = until
        if cost < best_cost - 1e-6:
            best, best_cost = tables.copy(), cost
    for place, number in enumerate(rounds.tolist()):
        seats.place(number, best[place])


def _cost(party: Party, fixed: Ints, tables: Ints) -> float:
    """Price repeats, banned pairs and required pairs that do not meet."""
    met = np.triu(fixed + sum(together(one) for one in tables))
    again = AGAIN * float(np.maximum(met - 1, 0).sum())
    banned = BANNED * float((met * party.is_banned).sum())
    return again + banned - WANTED * float((party.is_required & (met > 0)).sum())


def _gains(party: Party, fixed: Ints, tables: Ints) -> Floats:
    """Tell what swapping two people would gain, for each round and pair."""
    same = (tables[:, :, None] == tables[:, None, :]) & (tables[:, :, None] >= 0)
    everybody = np.arange(tables.shape[1])
    same[:, everybody, everybody] = False
    before = (fixed + same.sum(axis=0))[None] - same
    worth = np.where(before > 0, -AGAIN, WANTED * party.is_required) - BANNED * party.is_banned
    worth[:, everybody, everybody] = 0.0
    inside = (tables[:, :, None] == np.arange(int(tables.max(initial=0)) + 1)).astype(float)
    near = worth @ inside
    places = np.maximum(tables, 0)[:, None, :]
    across = np.take_along_axis(near, np.broadcast_to(places, same.shape), axis=2)
    own = across[:, everybody, everybody]
    gain = across + across.transpose(0, 2, 1) - 2 * worth - own[:, :, None] - own[:, None, :]
    sits = tables >= 0
    free = ~same & sits[:, :, None] & sits[:, None, :]
    free[:, everybody, everybody] = False
    return np.asarray(np.where(free, gain, -np.inf), dtype=float)
