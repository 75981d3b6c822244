"""Say the démultiplication: numerator, base, window, and what cannot be known yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_long_date, format_number, format_percent
from terreau.fabric.multiplication import PATIENCE_MONTHS, WINDOWS, Cohort, Multiplication
from terreau.fabric.summaries import KeyFigure

SHOWN = 30


@dataclass(frozen=True)
class CohortRow:
    """One year of meetings as the table tells it."""

    year: int
    met: str
    too_early: str
    rates: tuple[str, ...]
    without: str


@dataclass(frozen=True)
class Told:
    """What the page says of the pairs that met."""

    figures: Sequence[KeyFigure]
    cohorts: Sequence[CohortRow]
    windows: Sequence[int]
    without: Sequence[tuple[str, str, str]]
    without_count: int
    patience: int
    caution: str


def say_multiplication(found: Multiplication, names: Mapping[int, str]) -> Told | None:
    """Say it; nothing where nobody met yet."""
    if not found.met and not found.already:
        return None
    return Told(
        _figures(found),
        [_row(cohort) for cohort in found.cohorts],
        WINDOWS,
        [
            (
                names.get(one.pair[0], _("inconnue")),
                names.get(one.pair[1], _("inconnue")),
                format_long_date(one.met_on),
            )
            for one in found.without[:SHOWN]
        ],
        len(found.without),
        PATIENCE_MONTHS,
        _caution(found),
    )


def _figures(found: Multiplication) -> list[KeyFigure]:
    figures = [
        KeyFigure(
            format_number(found.partnerships),
            ngettext(
                "paire rencontrée ici a fondé un partenariat à deux",
                "paires rencontrées ici ont fondé un partenariat à deux",
                found.partnerships,
            ),
            _("sur %(met)s paires rencontrées, quelle que soit la durée écoulée")
            % {"met": format_number(found.met)},
        )
    ]
    for place, window in enumerate(WINDOWS):
        exposed = found.exposed[place]
        words = {
            "partners": format_number(found.partners[place]),
            "exposed": format_number(exposed),
            "window": format_number(window),
        }
        figures.append(
            KeyFigure(
                format_percent(found.rate(window)) if exposed else _("encore trop tôt"),
                _("partenaires dans les %(window)s mois") % words,
                _("%(partners)s sur %(exposed)s paires rencontrées il y a au moins %(window)s mois")
                % words,
            )
        )
    return [*figures, _first_met(found)]


def _first_met(found: Multiplication) -> KeyFigure:
    return KeyFigure(
        format_number(found.first_met),
        ngettext(
            "paire s’est rencontrée pour la première fois",
            "paires se sont rencontrées pour la première fois",
            found.first_met,
        ),
        _("liens nouveaux, parmi les %(met)s") % {"met": format_number(found.met)},
    )


def _row(cohort: Cohort) -> CohortRow:
    rates = []
    for exposed, partners in zip(cohort.exposed, cohort.partners, strict=True):
        if not exposed:
            rates.append(_("encore trop tôt"))
            continue
        rates.append(
            _("%(partners)s sur %(exposed)s")
            % {"partners": format_number(partners), "exposed": format_number(exposed)}
        )
    return CohortRow(
        cohort.year,
        format_number(cohort.met),
        format_number(cohort.too_early),
        tuple(rates),
        format_number(cohort.without),
    )


def _caution(found: Multiplication) -> str:
    said = _(
        "Une paire qui s’est rencontrée il y a moins de %(window)s mois n’est ni un succès ni un "
        "échec : elle n’entre pas encore dans le taux (%(early)s aujourd’hui)."
    ) % {"window": format_number(WINDOWS[0]), "early": format_number(found.too_early)}
    if found.already:
        said += " " + ngettext(
            "%(already)s paire était déjà partenaire avant de se rencontrer ici : elle n’y compte "
            "pas.",
            "%(already)s paires étaient déjà partenaires avant de se rencontrer ici : elles n’y "
            "comptent pas.",
            found.already,
        ) % {"already": format_number(found.already)}
    if found.since:
        said += " " + _(
            "La première rencontre notée date du %(since)s : ce qui s’est noué avant, sans être "
            "noté, peut passer à tort pour nouveau."
        ) % {"since": format_long_date(found.since)}
    return (
        said
        + " "
        + _("Se rencontrer puis devenir partenaires ne prouve pas que l’un a causé l’autre.")
    )
