"""Say a survey in sentences, and put it in the table of its picture."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.enums import ActorWorld
from terreau.core.formats import format_number
from terreau.core.pictures import Picture, PictureTable
from terreau.diagnoses.bridge.perceptions import FEWEST, UNSAID, SurveyItemView, SurveyView
from terreau.diagnoses.enums import SurveyWeighting
from terreau.diagnoses.models import PerceptionSurvey
from terreau.dialogues.pictures.outlooks import draw_views, say_view

TOLD = 3


def world_word(world: str) -> str:
    """Name a world, or say that it was not said."""
    return _("monde non dit") if world == UNSAID else str(ActorWorld(world).label)


def first_words(view: SurveyView) -> list[str]:
    """Say what weighs most."""
    if view.answered < FEWEST:
        return [
            _(
                "Moins de %(fewest)d réponses : rien n’est montré, pour que personne ne soit "
                "reconnu."
            )
            % {"fewest": FEWEST}
        ]
    return [_ranked(one) for one in view.items[:TOLD] if one.mean is not None]


def _ranked(one: SurveyItemView) -> str:
    told = {
        "rank": one.rank,
        "item": one.item.label,
        "mean": format_number(one.mean, 1),
        "base": one.estimate.base,
    }
    if not one.band:
        return _("%(rank)s. « %(item)s » : %(mean)s sur 10 (%(base)s réponses).") % told
    told |= {"low": format_number(one.band[0], 1), "high": format_number(one.band[1], 1)}
    return (
        _(
            "%(rank)s. « %(item)s » : %(mean)s sur 10, entre %(low)s et %(high)s "
            "(%(base)s réponses)."
        )
        % told
    )


def weight_words(survey: PerceptionSurvey, view: SurveyView) -> list[str]:
    """Say what an answer weighs, how much that costs, and who is left out."""
    words = [str(survey.get_weighting_display()).capitalize() + "."]
    if survey.weighting == SurveyWeighting.NONE or not view.weights:
        return words
    parts = [
        f"{world_word(world)} × {format_number(weight, 2)}"
        for world, weight in view.weights.items()
        if weight
    ]
    words.append(_("Poids d’une réponse : %(parts)s.") % {"parts": ", ".join(parts)})
    told = [one.estimate for one in view.items if one.mean is not None]
    if told:
        least = min(told, key=lambda one: one.effective)
        words.append(
            _(
                "Des poids inégaux coûtent de la précision : %(base)s réponses en valent "
                "%(effective)s (base effective)."
            )
            % {"base": least.base, "effective": format_number(least.effective, 1)}
        )
    left = sum(view.voices[world] for world in view.worlds if not view.weights.get(world))
    if left:
        words.append(
            ngettext(
                "%(count)d réponse d’un monde sans part n’entre pas dans l’ensemble ; elle est "
                "montrée à part.",
                "%(count)d réponses de mondes sans part n’entrent pas dans l’ensemble ; elles sont "
                "montrées à part.",
                left,
            )
            % {"count": left}
        )
    return words


def draw_survey(view: SurveyView, *, title: str) -> Picture:
    """Draw each item: the figure of all with its interval, and a mark for each world shown."""
    description = _(
        "Une ligne par sujet, du plus pesant au moins pesant, de 0 à 10. Le trait dressé est la "
        "moyenne de tous, le trait couché son intervalle à 95 % ; une marque par monde."
    )
    headers = (_("Sujet"), _("Rang"), _("Ensemble"), _("Intervalle à 95 %"))
    headers += (_("Ne sait pas"), _("Sans réponse"), *map(world_word, view.worlds))
    rows = tuple(_row(one) for one in view.items)
    bases = ", ".join(f"{world_word(world)} {view.voices[world]}" for world in view.worlds)
    note = _("Base : %(n)s réponses, dont %(mandated)s au nom d’une organisation ; %(bases)s.") % {
        "n": view.answered,
        "mandated": view.mandated,
        "bases": bases,
    }
    return draw_views(view.items, PictureTable(title, headers, rows), description, note)


def _row(one: SurveyItemView) -> tuple[str, ...]:
    if one.mean is None:
        figures = ("—", _("trop peu de réponses"), "—", "—", "—")
    else:
        figures = (
            str(one.rank),
            _("%(mean)s (base : %(base)s)")
            % {"mean": format_number(one.mean, 1), "base": one.estimate.base},
            _span(one),
            str(one.unknown),
            str(one.skipped),
        )
    return (one.item.label, *figures, *(say_view(view) for view in one.views))


def _span(one: SurveyItemView) -> str:
    if not one.band:
        return _("inconnu : toutes les notes sont égales")
    low, high = one.band
    return _("de %(low)s à %(high)s") % {
        "low": format_number(low, 1),
        "high": format_number(high, 1),
    }
