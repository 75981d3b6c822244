"""The weights of the suggestions, with their origin.

Learned by `python -m bench.encounters` on 22 November 2026: logistic regressions on real new ties
(European research consortia H2020: known up to a year, new the year after, for 2015, 2016 and
2017), every new pair against pairs drawn at random within each stratum of distance and weighted
back; one regression for everybody, one for the pairs at distance 3 and more alone. The command
learns them again and prints them.
"""

from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True, slots=True)
class MeetingWeights:
    """How much each term counts, in log-odds for one unit of the term.

    `shared` resource allocation: each shared contact counts 1 / its ties; `close` log(1 + shared
    contacts, each by the strength of both ties over its own strength); `chain` log(1 + chains of
    three ties, one by two actors of average ties counting 1); `popularity` log(1 + ties / mean
    ties) of the one suggested; `domains` cosine, a rare domain counting more; `around` cosine of
    the domains of the partners and of theirs, over what is usual; `accustomed` share of partners
    of the other's world over what is usual, mean of both ways; `territory` same or not; `nearness`
    1 at 0 km, a half at 20 km; `other_world` worlds that differ; `my_need` cosine of my needs with
    your offers, `your_need` the reverse; `same_offer` cosine of both offers; `load`
    log(1 + load / mean load) of the one suggested. Terms and their forms were chosen on ties up to
    2018 alone.
    """

    shared: float = 0.0
    close: float = 0.0
    chain: float = 0.0
    popularity: float = 0.0
    domains: float = 0.0
    around: float = 0.0
    accustomed: float = 0.0
    territory: float = 0.0
    nearness: float = 0.0
    other_world: float = 0.0
    my_need: float = 0.0
    your_need: float = 0.0
    same_offer: float = 0.0
    load: float = 0.0

    def by_term(self) -> dict[str, float]:
        """Give the weights by name of term."""
        return asdict(self)


# What foretells best who will work together, habits included: for measuring, not for suggesting.
FORETOLD_NEAR = MeetingWeights(
    shared=6.22,
    close=2.1,
    popularity=0.81,
    domains=1.23,
    around=0.66,
    territory=0.41,
    other_world=-0.32,
)
FORETOLD_BEYOND = MeetingWeights(
    chain=0.86,
    popularity=0.05,
    domains=0.94,
    around=0.45,
    accustomed=3.04,
    territory=0.62,
    other_world=0.04,
)

# What Terreau suggests. By hand, since no public network tells them: needs, offers, nearness. On
# purpose: worlds that differ count for, where habit counts them against; what leads to those one
# nearly knows or whose world one already works with counts half; a load counts against.
_CHOSEN = MeetingWeights(
    nearness=0.5, other_world=0.3, my_need=3.0, your_need=3.0, same_offer=-1.0, load=-0.3
)
NEAR = replace(
    _CHOSEN, shared=6.22, close=2.1, popularity=0.81, domains=1.23, around=0.66, territory=0.41
)
BEYOND = replace(
    _CHOSEN,
    chain=0.43,
    popularity=0.05,
    domains=0.94,
    around=0.45,
    accustomed=1.52,
    territory=0.62,
)
