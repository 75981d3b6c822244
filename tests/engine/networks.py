"""Networks for the tests, and the slow ways of counting that nobody can get wrong."""

from hypothesis import strategies as st

WORLDS = ("asso", "firm", "public")


@st.composite
def networks(draw, least: int = 1, most: int = 9):
    """Draw actors, ties (some twice, some with oneself) and the world of each actor."""
    names = [f"n{n}" for n in range(draw(st.integers(least, most)))]
    actor = st.sampled_from(names)
    ties = draw(st.lists(st.tuples(actor, actor), max_size=3 * len(names)))
    worlds = {name: draw(st.sampled_from(WORLDS)) for name in names}
    return names, ties, worlds


def pairs(ties) -> set[frozenset[str]]:
    return {frozenset(tie) for tie in ties if tie[0] != tie[1]}


def contacts(names, ties) -> dict[str, set[str]]:
    found = {name: set() for name in names}
    for one, other in map(tuple, pairs(ties)):
        found[one].add(other)
        found[other].add(one)
    return found


def pieces(names, ties) -> list[set[str]]:
    """Walk from each actor to all those it reaches."""
    around, left, found = contacts(names, ties), set(names), []
    while left:
        piece, edge = set(), {next(iter(left))}
        while edge:
            piece |= edge
            edge = set().union(*(around[name] for name in edge)) - piece
        left -= piece
        found.append(piece)
    return found


def constraint(name, around) -> float | None:
    """Burt's constraint: Σ_j (p_ij + Σ_q p_iq p_qj)² over contacts j, p_ij = 1 / contacts of i."""
    own = around[name]
    if not own:
        return None
    total = 0.0
    for other in own:
        through = sum(1 / len(own) / len(around[q]) for q in own if other in around[q])
        total += (1 / len(own) + through) ** 2
    return total


def only_around(name, around) -> dict[str, set[str]]:
    """Keep an actor, its contacts, and the ties among them."""
    kept = around[name] | {name}
    return {one: around[one] & kept for one in kept}


def brokered(arcs, worlds) -> dict[str, list[int]]:
    """Count a → b → c without a → c by the worlds of the three, one path at a time."""
    found = {name: [0] * 5 for name in worlds}
    for a, b in arcs:
        for middle, c in arcs:
            if middle != b or len({a, b, c}) < 3 or (a, c) in arcs:
                continue
            wa, wb, wc = worlds[a], worlds[b], worlds[c]
            if wa == wb == wc:
                role = 0
            elif wa == wc:
                role = 1
            elif wa == wb:
                role = 2
            elif wb == wc:
                role = 3
            else:
                role = 4
            found[b][role] += 1
    return found
