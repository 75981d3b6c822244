"""What the census says together: shares of several answers with their base, never a pie (T1)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.models import ActionDomain
from terreau.core.formats import format_number
from terreau.core.pictures import Picture
from terreau.core.pictures.bars import Bar, draw_bars
from terreau.core.pictures.matrix import MatrixRow, draw_matrix
from terreau.partnerships.census_reading import Census, Told
from terreau.partnerships.enums import Category, Certainty, Provenance, Scope

MOST_YEARS = 12


@dataclass(frozen=True)
class _Question:
    """One question put to each partnership, and the words of its answers."""

    title: str
    answers: Callable[[Told], Iterable]
    choices: Sequence[tuple]
    is_several: bool = True


def draw_shares(census: Census, domains: Sequence[ActionDomain]) -> list[Picture]:
    """Draw each question that somebody answered; what nobody noted stands in the base."""
    asked = (
        _Question(_("Par domaine"), lambda one: one.domains, _by_size(census, domains)),
        _Question(_("Par catégorie"), lambda one: one.categories, Category.choices),
        _Question(_("Par monde des parties"), lambda one: one.worlds, _worlds()),
        _Question(_("Par portée"), lambda one: one.scopes, Scope.choices),
        _Question(_("Par certitude"), lambda one: _told(one.certainty), Certainty.choices, False),
        _Question(_("Par provenance"), lambda one: [one.provenance], Provenance.choices, False),
    )
    drawn = (_draw(question, census.rows) for question in asked)
    return [one for one in drawn if one]


def draw_starts(census: Census) -> Picture | None:
    """Draw when the partnerships began: a flow, apart from the stock of those that run (T4)."""
    years = Counter(one.first_year for one in census.rows if one.first_year)
    if not years:
        return None
    last = max(years)
    first = max(min(years), last - MOST_YEARS + 1)
    before = sum(number for year, number in years.items() if year < first)
    bars = [Bar(str(year), years.get(year, 0)) for year in range(first, last + 1)]
    if before:
        bars.insert(0, Bar(_("avant %(year)d") % {"year": first}, before))
    known = sum(years.values())
    return draw_bars(
        bars,
        title=_("Année de début"),
        description=_("Combien de partenariats ont commencé chaque année, parmi ceux d’ici."),
        base=_base(known, len(census.rows)),
        headers=(_("Année"), _("Partenariats")),
    )


def draw_density(
    census: Census, domains: Sequence[ActionDomain], wanted: set[int]
) -> Picture | None:
    """Draw domains × worlds; a domain of a challenge on which nobody acts is hatched."""
    told = [one for one in census.rows if one.domains and one.worlds]
    seen = {domain for one in told for domain in one.domains}
    shown = [one for one in domains if one.pk in seen | wanted]
    if not told:
        return None
    rows = []
    for domain in shown:
        counts = Counter(world for one in told if domain.pk in one.domains for world in one.worlds)
        values = tuple(counts.get(world.value, 0) for world in ORGANISATION_WORLDS)
        rows.append(MatrixRow(str(domain), values))
    holes = frozenset(
        (place, column)
        for place, domain in enumerate(shown)
        if domain.pk in wanted - seen
        for column in range(len(ORGANISATION_WORLDS))
    )
    return draw_matrix(
        rows,
        [str(world.label) for world in ORGANISATION_WORLDS],
        title=_("Domaines × mondes"),
        description=_(
            "Combien de partenariats de chaque domaine ont une partie de chaque monde ; un "
            "partenariat compte dans plusieurs cases."
        ),
        base=_base(len(told), len(census.rows)),
        holes=holes,
        corner=_("Domaine"),
        hole_word=_("enjeu sans partenariat connu"),
    )


def _draw(question: _Question, rows: Sequence[Told]) -> Picture | None:
    answered = [set(question.answers(one)) for one in rows]
    told = [one for one in answered if one]
    if not told:
        return None
    counts = Counter(answer for one in told for answer in one)
    bars = [
        Bar(str(label), counts.get(key, 0) / len(told), tone=_tone(question, key))
        for key, label in question.choices
    ]
    return draw_bars(
        bars,
        title=question.title,
        description=_("Part des partenariats d’ici dont la réponse est notée."),
        base=_base(len(told), len(rows)),
        is_rate=True,
        several_answers=question.is_several,
        headers=(question.title, _("Part")),
    )


def _base(known: int, total: int) -> str:
    missing = total - known
    told = ngettext(
        "%(known)s partenariat où c’est noté, sur %(total)s",
        "%(known)s partenariats où c’est noté, sur %(total)s",
        known,
    ) % {"known": format_number(known), "total": format_number(total)}
    if not missing:
        return told
    unknown = ngettext("%(n)s inconnu", "%(n)s inconnus", missing) % {"n": format_number(missing)}
    return f"{told} ({unknown})"


def _tone(question: _Question, key) -> str:
    return str(key) if key in {world.value for world in ORGANISATION_WORLDS} else "leaf"


def _worlds() -> list[tuple]:
    return [(world.value, world.label) for world in ORGANISATION_WORLDS]


def _told(text: str) -> list[str]:
    return [text] if text else []


def _by_size(census: Census, domains: Sequence[ActionDomain]) -> list[tuple]:
    counts = Counter(domain for one in census.rows for domain in one.domains)
    seen = [one for one in domains if counts[one.pk]]
    return [(one.pk, str(one)) for one in sorted(seen, key=lambda one: -counts[one.pk])]
