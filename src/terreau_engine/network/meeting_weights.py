"""The weights of the suggestions, with their origin."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class MeetingWeights:
    """How much each term counts, in log-odds for one unit of the term.

    `shared` log(1 + resource allocation × mean degree): a shared contact counts the more, the
    fewer others it has; `popularity` log(1 + ties / mean degree) of the one suggested; `domains`
    cosine; `territory` same or not; `nearness` 1 at 0 km, a half at 20 km; `other_world` worlds
    that differ; `my_need` cosine of my needs with your offers, `your_need` the reverse;
    `same_offer` cosine of both offers; `load` log(1 + load / mean load) of the one suggested.
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


NEAR = MeetingWeights(1.0, 0.3, 1.0, 0.5, 0.5, 0.3, 2.0, 2.0, -0.5, -0.5)
BEYOND = MeetingWeights(0.0, 0.3, 1.0, 0.5, 0.5, 0.3, 2.0, 2.0, -0.5, -0.5)
