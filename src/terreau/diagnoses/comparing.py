"""Compare two frozen diagnoses: what moved, and what cannot be compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.core.formats import format_number
from terreau.diagnoses.enums_crossing import Amount, FeltChoice, Peers
from terreau.diagnoses.values import ChallengeReading, Choices, Diagnosis, FigureLine
from terreau.diagnoses.words import acted_cell, score_cell, verdict_words
from terreau.territories.following import Followed
from terreau.territories.indicators.words import format_figure, shown

_LABELS = (
    gettext_lazy("Mesuré"),
    gettext_lazy("Ressenti"),
    gettext_lazy("Action"),
    gettext_lazy("Lecture"),
)
NOWHERE = Followed()
_LEAST = 0.05  # a change of a score that shows once it is rounded


@dataclass(frozen=True)
class FigureChange:
    """One indicator at both dates, and why the two may not compare."""

    name: str
    before: str
    after: str
    warning: str


@dataclass(frozen=True)
class ChallengeChange:
    """One challenge at both dates; one of the two is None when it came or went."""

    title: str
    cells: tuple[tuple[str, str, str], ...]  # what, before, after
    sentences: tuple[str, ...]
    figures: tuple[FigureChange, ...]


@dataclass(frozen=True)
class Comparison:
    """What changed between two diagnoses of one alliance."""

    warnings: tuple[str, ...]
    sentences: tuple[str, ...]
    challenges: tuple[ChallengeChange, ...]


def compare_diagnoses(
    before: Diagnosis, after: Diagnosis, followed: Followed = NOWHERE
) -> Comparison:
    """Match the challenges by their identity, and tell what each of them became.

    `followed` says which codes of the two perimeters are today's for the same territory.
    """
    first = {one.uuid: one for one in before.challenges}
    last = {one.uuid: one for one in after.challenges}
    order = [*last, *(uuid for uuid in first if uuid not in last)]
    changes = tuple(
        _challenge(first.get(uuid), last.get(uuid), before.choices, after.choices) for uuid in order
    )
    return Comparison(
        tuple(_warnings(before, after, followed)), tuple(_summary(first, last)), changes
    )


def _warnings(before: Diagnosis, after: Diagnosis, followed: Followed) -> Iterator[str]:
    """Say what makes the two readings differ without anything having changed on the ground."""
    first, last = (frozenset(one[:2] for one in d.perimeter.units) for d in (before, after))
    if followed.today(first) != followed.today(last):
        yield _("Le périmètre a changé entre les deux dates : %(before)s, puis %(after)s.") % {
            "before": before.perimeter.label,
            "after": after.perimeter.label,
        }
    elif first != last or before.perimeter.communes != after.perimeter.communes:
        yield _(
            "Le nombre de communes a changé (%(before)s, puis %(after)s) : des communes ont été "
            "réunies ou séparées."
        ) % {"before": before.perimeter.communes, "after": after.perimeter.communes}
    for label, one, other in _choices(before.choices, after.choices):
        if one != other:
            yield _("Choix de lecture différent, %(label)s : %(before)s, puis %(after)s.") % {
                "label": label,
                "before": one,
                "after": other,
            }
    if (before.choices.weights, before.choices.senses) != (
        after.choices.weights,
        after.choices.senses,
    ):
        yield _(
            "Les indicateurs choisis, leurs poids ou leurs sens ne sont pas les mêmes : ce qui est "
            "mesuré peut différer sans que rien n’ait bougé."
        )


def _choices(before: Choices, after: Choices) -> Iterator[tuple[str, str, str]]:
    thresholds = (
        (_("besoin à partir de"), before.needed_from, after.needed_from),
        (_("ressenti à partir de"), before.felt_from, after.felt_from),
        (_("action à partir de"), before.acted_from, after.acted_from),
    )
    for label, one, other in thresholds:
        yield label, f"{one:g}", f"{other:g}"
    yield _("comparé à"), str(Peers(before.peers).label), str(Peers(after.peers).label)
    yield _("regards"), str(FeltChoice(before.felt).label), str(FeltChoice(after.felt).label)
    yield _("action"), str(Amount(before.amount).label), str(Amount(after.amount).label)


def _summary(
    first: dict[str, ChallengeReading], last: dict[str, ChallengeReading]
) -> Iterator[str]:
    both = [(first[uuid], last[uuid]) for uuid in last if uuid in first]
    gone = [new for old, new in both if _is_blind(old) and not _is_blind(new)]
    come = [new for old, new in both if _is_blind(new) and not _is_blind(old)]
    kept = [new for old, new in both if _is_blind(old) and _is_blind(new)]
    yield from _told(
        gone,
        _("N’est plus un angle mort : %(titles)s."),
        _("Ne sont plus des angles morts : %(titles)s."),
    )
    yield from _told(
        come,
        _("Est devenu un angle mort : %(titles)s."),
        _("Sont devenus des angles morts : %(titles)s."),
    )
    yield from _told(
        kept,
        _("Reste un angle mort : %(titles)s."),
        _("Restent des angles morts : %(titles)s."),
    )
    if both and not (gone or come or kept):
        yield _("Aucun enjeu n’était ni n’est un angle mort.")
    new = len(last.keys() - first.keys())
    if new:
        yield ngettext("%(n)s enjeu est nouveau.", "%(n)s enjeux sont nouveaux.", new) % {"n": new}
    left = len(first.keys() - last.keys())
    if left:
        yield (
            ngettext("%(n)s enjeu n’est plus posé.", "%(n)s enjeux ne sont plus posés.", left)
            % {"n": left}
        )


def _told(rows: list[ChallengeReading], one: str, many: str) -> Iterator[str]:
    if rows:
        titles = ", ".join(f"« {row.title} »" for row in rows)
        yield (one if len(rows) == 1 else many) % {"titles": titles}


def _is_blind(one: ChallengeReading) -> bool:
    return one.spot.has("blind-spot")


def _cells(one: ChallengeReading, choices: Choices) -> list[str]:
    return [
        score_cell(one.spot.measured),
        score_cell(one.spot.perceived),
        acted_cell(one, choices),
        verdict_words(one),
    ]


def _challenge(
    old: ChallengeReading | None, new: ChallengeReading | None, then: Choices, now: Choices
) -> ChallengeChange:
    present = new or old
    assert present is not None
    before = _cells(old, then) if old else ["—"] * len(_LABELS)
    after = _cells(new, now) if new else ["—"] * len(_LABELS)
    told = tuple(zip([str(label) for label in _LABELS], before, after, strict=True))
    if old is None:
        return ChallengeChange(present.title, told, (_("Cet enjeu est nouveau."),), ())
    if new is None:
        return ChallengeChange(present.title, told, (_("Cet enjeu n’est plus posé."),), ())
    sentences = tuple(_moves(old, new))
    return ChallengeChange(present.title, told, sentences, tuple(_figures(old, new)))


def _moves(old: ChallengeReading, new: ChallengeReading) -> Iterator[str]:
    felt = _difference(old.spot.perceived, new.spot.perceived)
    if felt is not None and not _same_views(old, new):
        yield _(
            "Le ressenti passe de %(before)s à %(after)s ; les deux collectes ne sont pas de même "
            "nature, l’écart se lit avec prudence."
        ) % _scores(old.spot.perceived, new.spot.perceived)
    elif felt is not None and _intervals_meet(old, new):
        yield _(
            "Le ressenti passe de %(before)s à %(after)s, un écart que le hasard des réponses "
            "suffit à expliquer."
        ) % _scores(old.spot.perceived, new.spot.perceived)
    elif felt is not None:
        yield _("Le ressenti passe de %(before)s à %(after)s.") % _scores(
            old.spot.perceived, new.spot.perceived
        )
    if old.coverage and new.coverage and old.coverage.running != new.coverage.running:
        yield _("Partenariats en cours : %(before)s, puis %(after)s.") % {
            "before": old.coverage.running,
            "after": new.coverage.running,
        }
    if _difference(old.spot.measured, new.spot.measured) is not None and not _new_data(old, new):
        yield _(
            "Le score mesuré change sans chiffre nouveau : ce sont les indicateurs choisis ou les "
            "territoires comparés qui ont changé."
        )


def _difference(before: float | None, after: float | None) -> float | None:
    if before is None or after is None or abs(after - before) < _LEAST:
        return None
    return after - before


def _scores(before: float | None, after: float | None) -> dict[str, str]:
    return {"before": score_cell(before), "after": score_cell(after)}


def _same_views(old: ChallengeReading, new: ChallengeReading) -> bool:
    one, other = old.used_felt, new.used_felt
    return one is not None and other is not None and one.source == other.source


def _intervals_meet(old: ChallengeReading, new: ChallengeReading) -> bool:
    one, other = old.used_felt, new.used_felt
    if one is None or other is None or None in (one.low, one.high, other.low, other.high):
        return False
    return one.low <= other.high and other.low <= one.high  # type: ignore[operator]


def _new_data(old: ChallengeReading, new: ChallengeReading) -> bool:
    years = {(one.slug, one.year) for one in old.counted if one.value is not None}
    return {(one.slug, one.year) for one in new.counted if one.value is not None} != years


def _figures(old: ChallengeReading, new: ChallengeReading) -> Iterator[FigureChange]:
    before = {one.slug: one for one in old.figures}
    for one in new.figures:
        was = before.get(one.slug)
        if was is None or (was.value, was.year) == (one.value, one.year):
            continue
        yield FigureChange(shown(one.name), _dated(was), _dated(one), _warning(was, one))


def _dated(one: FigureLine) -> str:
    return _("%(value)s (%(year)s)") % {
        "value": format_figure(one.unit, one.value),
        "year": one.year or "—",
    }


def _warning(was: FigureLine, one: FigureLine) -> str:
    if was.year == one.year:
        return _("Même année : la source a été corrigée, ou le périmètre a changé.")
    if was.vintage != one.vintage:
        return _("Géographies différentes (%(before)s, puis %(after)s) : à lire avec prudence.") % {
            "before": was.vintage or "—",
            "after": one.vintage or "—",
        }
    if was.known != one.known:
        return _("Base différente : %(before)s communes connues, puis %(after)s.") % {
            "before": format_number(was.known),
            "after": format_number(one.known),
        }
    return ""
