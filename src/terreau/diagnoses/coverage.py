"""Which partnerships already act on each challenge, and what nobody knows of them."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from terreau.alliances.models import Alliance
from terreau.diagnoses.subjects import Asked, Unit
from terreau.partnerships.census_reading import read_domains

PER_INHABITANTS = 10_000


@dataclass(frozen=True)
class Coverage:
    """The partnerships on one challenge.

    `known_domains` is the base: partnerships of the territory whose domains somebody noted.
    `unknown` counts those that may act on it without our knowing: no domain noted, or no known
    place. `per_10000` counts those that run, None when the population is unknown; of `may_run`,
    nobody said whether they still do.
    """

    challenge_id: int
    partnerships: int
    running: int
    known_domains: int
    per_10000: float | None
    unknown: int
    may_run: int = 0


def coverage_by_challenge(
    alliance: Alliance,
    challenges: Sequence[Asked],
    *,
    people: int | None,
    today: datetime.date | None = None,
    units: Iterable[Unit] | None = None,
) -> list[Coverage]:
    """Count, for each challenge, the partnerships of one of its domains.

    `units` are those of the perimeter, when the page has read them.
    """
    found = read_domains(alliance, today=today, units=units)
    unknown = len(found.rows) - found.with_domains + found.unplaced
    told = []
    for challenge in challenges:
        domains = {key for key, _code in challenge.domains}
        acting = [one for one in found.rows if not one.domains.isdisjoint(domains)]
        running = sum(1 for one in acting if one.is_running)
        told.append(
            Coverage(
                challenge.pk,
                len(acting),
                running,
                found.with_domains,
                running * PER_INHABITANTS / people if people else None,
                unknown,
                sum(1 for one in acting if one.is_running is None),
            )
        )
    return told
