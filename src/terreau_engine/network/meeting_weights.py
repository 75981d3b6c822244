"""The weights of the suggestions, with their origin.

Learned by `python -m bench.encounters` on 22 November 2026: logistic regressions on real new ties
(European research consortia H2020: known up to a year, new the year after, for 2015, 2016 and
2017), every new pair against pairs drawn at random within each stratum of distance and weighted
back; one regression for everybody, one for the pairs at distance 3 and more alone. The command
learns them again and prints them.
"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class MeetingWeights:
    """How much each term counts, in log-odds for one unit of the term.

    `shared` resource allocation: each shared contact counts 1 / its ties; `popularity`
    log(1 + ties / mean ties) of the one suggested; `domains` cosine, a rare domain counting more;
    `territory` same or not; `nearness` 1 at 0 km, a half at 20 km; `other_world` worlds that
    differ; `my_need` cosine of my needs with your offers, `your_need` the reverse; `same_offer`
    cosine of both offers; `load` log(1 + load / mean load) of the one suggested.
    """

    shared: float
    popularity: float
    domains: float
    territory: float
    nearness: float
    other_world: float
    my_need: float
    your_need: float
    same_offer: float
    load: float

    def by_term(self) -> dict[str, float]:
        """Give the weights by name of term."""
        return asdict(self)


# What foretells best who will work together, habits included: for measuring, not for suggesting.
FORETOLD_NEAR = MeetingWeights(8.35, 0.80, 1.87, 0.42, 0.0, -0.37, 0.0, 0.0, 0.0, 0.0)
FORETOLD_BEYOND = MeetingWeights(0.0, 1.01, 1.77, 0.58, 0.0, -0.37, 0.0, 0.0, 0.0, 0.0)

# What Terreau suggests. By hand, since no public network tells them: needs, offers, nearness. On
# purpose: worlds that differ count for, where habit counts them against (as many new ties are
# found, and more of them between worlds); the load of the one suggested counts against.
NEAR = MeetingWeights(8.35, 0.80, 1.87, 0.42, 0.5, 0.3, 3.0, 3.0, -1.0, -0.3)
BEYOND = MeetingWeights(0.0, 1.01, 1.77, 0.58, 0.5, 0.3, 3.0, 3.0, -1.0, -0.3)
