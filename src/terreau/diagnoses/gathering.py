"""Gather what is measured, felt and done, and cross it: the live diagnosis of an alliance."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from terreau.alliances.models import Alliance
from terreau.diagnoses.bridge.crossing import Crossed, cross
from terreau.diagnoses.circles import peers_level
from terreau.diagnoses.coverage import Coverage, coverage_by_challenge
from terreau.diagnoses.enums_crossing import FeltChoice
from terreau.diagnoses.figures import figure_lines, open_book
from terreau.diagnoses.perceived import Perceived, perceived_by_item
from terreau.diagnoses.subjects import Asked, Unit, read_challenges, read_perimeter, read_units
from terreau.diagnoses.values import (
    ChallengeReading,
    Choices,
    CoverageLine,
    Diagnosis,
    FigureLine,
    PerceivedLine,
    WorldScore,
)


def gather(
    alliance: Alliance,
    choices: Choices,
    *,
    on: datetime.date,
    units: tuple[Unit, ...] | None = None,
) -> Diagnosis:
    """Read the doors of the parts once each, whatever the number of challenges.

    `units` are those of the perimeter, when the page has read them.
    """
    challenges = read_challenges(alliance)
    units = read_units(alliance) if units is None else units
    perimeter = read_perimeter(alliance, units)
    book = open_book(units, alliance.perimeter_label)
    circle = book.circle(peers_level(choices.peers, units), choices.among)
    choices = replace(choices, peers=circle.level)
    lines = figure_lines(book, challenges, choices, circle)
    felt = _by_challenge(challenges, perceived_by_item(alliance))
    people = perimeter.population
    covered = coverage_by_challenge(alliance, challenges, people=people, today=on, units=units)
    census = covered[0].known_domains + covered[0].unknown if covered else 0
    coverage = {one.challenge_id: _coverage(one) for one in covered} if census else {}
    return Diagnosis(
        alliance=alliance.name,
        slug=alliance.slug,
        question=alliance.question,
        on=on,
        perimeter=perimeter,
        choices=choices,
        challenges=_read(challenges, lines, felt, coverage, choices),
        census=census,
        peers_note=circle.note,
        peers_names=circle.names,
    )


def _by_challenge(
    challenges: Sequence[Asked], perceived: Sequence[Perceived]
) -> dict[int, tuple[PerceivedLine, ...]]:
    """Give each challenge the views asked on it, then those asked on one of its domains."""
    found: dict[int, tuple[PerceivedLine, ...]] = {}
    for challenge in challenges:
        codes = set(challenge.codes)
        own = [one for one in perceived if one.challenge_id == challenge.pk]
        near = [one for one in perceived if one.challenge_id is None and one.domain_code in codes]
        found[challenge.pk] = tuple(_felt(one) for one in (*own, *near))
    return found


def _felt(one: Perceived) -> PerceivedLine:
    low, high = one.interval or (None, None)
    return PerceivedLine(
        source=str(one.source),
        label=one.label,
        asked_on=one.asked_on,
        mean=None if one.overall is None else float(one.overall),
        low=low,
        high=high,
        worlds=tuple(
            WorldScore(world, None if mean is None else float(mean), one.bases.get(world, 0))
            for world, mean in one.means.items()
        ),
        answers=one.base,
        is_simulated=one.is_simulated,
    )


def used_of(felt: Sequence[PerceivedLine], choice: str) -> int | None:
    """Choose the collection that the crossing reads: the latest, or that of the chosen kind."""
    kept = [
        (one.asked_on or datetime.date.min, -place)
        for place, one in enumerate(felt)
        if choice in (FeltChoice.LATEST, one.source)
    ]
    return -max(kept)[1] if kept else None


def _coverage(one: Coverage) -> CoverageLine:
    return CoverageLine(
        partnerships=one.partnerships,
        running=one.running,
        known_domains=one.known_domains,
        unknown=one.unknown,
        per_10000=one.per_10000,
        may_run=one.may_run,
    )


def _read(
    challenges: Sequence[Asked],
    lines: Mapping[int, tuple[FigureLine, ...]],
    felt: Mapping[int, tuple[PerceivedLine, ...]],
    coverage: Mapping[int, CoverageLine],
    choices: Choices,
) -> tuple[ChallengeReading, ...]:
    rows = []
    for challenge in challenges:
        used = used_of(felt[challenge.pk], choices.felt)
        rows.append((challenge, lines[challenge.pk], used, coverage.get(challenge.pk)))
    crossed = [
        Crossed(
            challenge.uuid,
            figures,
            None if used is None else felt[challenge.pk][used],
            covered,
        )
        for challenge, figures, used, covered in rows
    ]
    return tuple(
        ChallengeReading(
            uuid=challenge.uuid,
            title=challenge.title,
            aim=challenge.aim,
            domains=challenge.codes,
            goals=challenge.goals,
            figures=figures,
            felt=felt[challenge.pk],
            used=used,
            coverage=covered,
            spot=spot,
        )
        for (challenge, figures, used, covered), spot in zip(
            rows, cross(crossed, choices), strict=True
        )
    )
