"""Gather what is measured, felt and done, and cross it: the live diagnosis of an alliance."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import prefetch_related_objects

from terreau.alliances.models import Alliance, Challenge
from terreau.diagnoses.bridge.crossing import WORSE_WHEN, Crossed, cross, stand_among
from terreau.diagnoses.coverage import Coverage, coverage_by_challenge
from terreau.diagnoses.crosswalk import Link, link_indicators
from terreau.diagnoses.enums_crossing import FeltChoice
from terreau.diagnoses.enums_crossing import Peers as PeersChoice
from terreau.diagnoses.peers import Peers, read_peers
from terreau.diagnoses.perceived import Perceived, perceived_by_item
from terreau.diagnoses.values import (
    ChallengeReading,
    Choices,
    CoverageLine,
    Diagnosis,
    FigureLine,
    PerceivedLine,
    Perimeter,
    WorldScore,
)
from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.perimeters import Figure, figures_of
from terreau.territories.models import Indicator, Territory
from terreau.territories.perimeters import PerimeterSummary, describe_perimeter

_LARGE = (TerritoryKind.REGION, TerritoryKind.DEPARTEMENT)
Links = Mapping[int, Sequence[Link]]
Lines = Mapping[int, tuple[FigureLine, ...]]


def gather(alliance: Alliance, choices: Choices, *, on: datetime.date) -> Diagnosis:
    """Read the doors of the parts once each, whatever the number of challenges."""
    challenges = list(alliance.challenges.prefetch_related("domains", "goals").order_by("pk"))
    prefetch_related_objects([alliance], "perimeter")  # the doors below read it again
    units = sorted(alliance.perimeter.all(), key=lambda unit: (unit.kind, unit.name, unit.pk))
    summary = describe_perimeter(units)
    choices = replace(choices, peers=peers_level(choices.peers, units))
    lines = _figure_lines(units, _link(challenges, choices), choices.peers)
    felt = _by_challenge(challenges, perceived_by_item(alliance))
    covered = coverage_by_challenge(
        alliance, challenges=challenges, people=summary.population, today=on
    )
    census = covered[0].known_domains + covered[0].unknown if covered else 0
    coverage = {one.challenge_id: _coverage(one) for one in covered} if census else {}
    readings = _read(challenges, lines, felt, coverage, choices)
    return Diagnosis(
        alliance=alliance.name,
        slug=alliance.slug,
        question=alliance.question,
        on=on,
        perimeter=_perimeter(alliance, units, summary),
        choices=choices,
        challenges=readings,
        census=census,
    )


def peers_level(wanted: str, units: Sequence[Territory]) -> str:
    """Choose the level of the peers: that of the perimeter, unless somebody said another."""
    if wanted != PeersChoice.AUTO:
        return wanted
    kinds = {unit.kind for unit in units}
    if kinds and kinds <= set(_LARGE):
        return PeersChoice.DEPARTEMENT
    is_one_commune = len(units) == 1 and kinds == {TerritoryKind.COMMUNE}
    return PeersChoice.COMMUNE if is_one_commune else PeersChoice.EPCI


def _link(challenges: Sequence[Challenge], choices: Choices) -> Links:
    indicators = list(Indicator.objects.all())
    return {
        challenge.pk: link_indicators(
            indicators,
            [domain.code for domain in challenge.domains.all()],
            [goal.number for goal in challenge.goals.all()],
            choices.weights.get(str(challenge.uuid), {}),
            choices.senses.get(str(challenge.uuid), {}),
        )
        for challenge in challenges
    }


def _figure_lines(units: Sequence[Territory], links: Links, level: str) -> Lines:
    """Read each figure once, beside its peers; those never loaded here are left out."""
    slugs = list(dict.fromkeys(one.indicator.slug for rows in links.values() for one in rows))
    figures = figures_of(units, slugs) if slugs else []
    held = {one.slug: one for one in figures if one.year is not None}
    peers = read_peers(held, level) if held else {}
    stood: dict[tuple[str, str], FigureLine] = {}
    lines = {}
    for challenge, rows in links.items():
        found = []
        for link in rows:
            slug = link.indicator.slug
            if slug not in held:
                continue
            if (slug, link.sense) not in stood:
                stood[slug, link.sense] = _line(held[slug], peers.get(slug), link)
            found.append(replace(stood[slug, link.sense], weight=link.weight))
        lines[challenge] = tuple(found)
    return lines


def _line(figure: Figure, peers: Peers | None, link: Link) -> FigureLine:
    found = stand_among(figure.value, peers.figures, link.sense) if peers else None
    line = FigureLine(
        slug=figure.slug,
        name=figure.name,
        unit=figure.unit,
        sense=link.sense,
        weight=link.weight,
        value=figure.value,
        known=figure.known,
        total=figure.total,
        suppressed=figure.suppressed,
        year=figure.year,
        vintage=figure.vintage,
        source=figure.source,
        base=figure.base,
        reason=figure.reason,
        country=peers.country if peers else None,
        peers=len(peers.figures) if peers else 0,
        is_published=figure.is_published,
        is_neutral=link.is_neutral,
    )
    if found is None:
        return line
    line = replace(line, middle=found.middle, low=found.low, high=found.high)
    return replace(line, need=found.need, z=found.z) if link.sense in WORSE_WHEN else line


def _by_challenge(
    challenges: Sequence[Challenge], perceived: Sequence[Perceived]
) -> dict[int, tuple[PerceivedLine, ...]]:
    """Give each challenge the views asked on it, then those asked on one of its domains."""
    found: dict[int, tuple[PerceivedLine, ...]] = {}
    for challenge in challenges:
        codes = {domain.code for domain in challenge.domains.all()}
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
    challenges: Sequence[Challenge],
    lines: Lines,
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
            str(challenge.uuid),
            figures,
            None if used is None else felt[challenge.pk][used],
            covered,
        )
        for challenge, figures, used, covered in rows
    ]
    return tuple(
        ChallengeReading(
            uuid=str(challenge.uuid),
            title=challenge.title,
            aim=challenge.aim,
            domains=tuple(domain.code for domain in challenge.domains.all()),
            goals=tuple(goal.number for goal in challenge.goals.all()),
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


def _perimeter(
    alliance: Alliance, units: Sequence[Territory], summary: PerimeterSummary
) -> Perimeter:
    return Perimeter(
        label=alliance.perimeter_label or summary.label,
        units=tuple((unit.kind, unit.code, unit.name) for unit in units),
        communes=summary.communes,
        population=summary.population,
        population_base=summary.population_base,
        population_year=summary.population_year,
    )
