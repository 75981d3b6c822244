"""What is perceived in an alliance: crossed views and surveys, side by side, never pooled (R6)."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from terreau.actors.enums import ActorWorld
from terreau.alliances.models import Alliance
from terreau.core.keeping import Kept
from terreau.diagnoses.bridge.perceptions import SurveyItemView, view_surveys
from terreau.diagnoses.enums import PerceivedSource
from terreau.diagnoses.models import PerceptionSurvey
from terreau.diagnoses.perceived_stamp import perceived_stamp
from terreau.dialogues.bridge.outlooks import ItemView, view_outlook
from terreau.dialogues.models import Outlook
from terreau.dialogues.outlook_reading import latest_outlook


@dataclass(frozen=True)
class Perceived:
    """How one thing is perceived, from 0 to 10, in one collection at one date.

    A mean that is None is unknown, or is held back because too few answered (R14). `overall` is
    the mean of all answers of a survey (weighted if it is), and of the worlds of the organisations
    in crossed views, where inhabitants stand apart; only a survey has an interval.
    """

    source: PerceivedSource
    question: str
    asked_on: datetime.date
    label: str
    challenge_id: int | None
    domain_code: str | None
    means: dict[str, float | None]
    bases: dict[str, int]
    overall: float | None
    base: int
    interval: tuple[float, float] | None
    unknown: int
    rank: int | None
    is_simulated: bool


def perceived_by_item(alliance: Alliance) -> tuple[Perceived, ...]:
    """Give what was revealed: each survey, the newest first, then the last crossed views.

    What was read is kept under what it rests on: one query while no answer moves.
    """
    stamp = perceived_stamp(alliance)
    key = (connection.settings_dict["NAME"], alliance.pk, stamp)
    found = _kept.get(key) if stamp else ()
    if found is None:
        found = _read(alliance)
        if perceived_stamp(alliance) == stamp:  # else an answer moved while they were read
            _kept.keep(key, found)
    return found


def _read(alliance: Alliance) -> tuple[Perceived, ...]:
    surveys = PerceptionSurvey.objects.filter(alliance=alliance).order_by("-opens_at", "-pk")
    return tuple(perceived_in(surveys.exclude(revealed_at=None), latest_outlook(alliance)))


_kept: Kept[tuple[Perceived, ...]] = Kept(most=256)


def perceived_in(surveys: Iterable[PerceptionSurvey], outlook: Outlook | None) -> list[Perceived]:
    """Read these surveys and these crossed views; what is not revealed is left out."""
    revealed = [survey for survey in surveys if survey.revealed_at]
    return _of_surveys(revealed) + (_of_outlook(outlook) if outlook else [])


def _of_surveys(surveys: Sequence[PerceptionSurvey]) -> list[Perceived]:
    views = view_surveys(surveys) if surveys else {}
    return [_survey(survey, one) for survey in surveys for one in views[survey.pk].items]


def _survey(survey: PerceptionSurvey, one: SurveyItemView) -> Perceived:
    named = [view for view in one.views if view.world]
    return Perceived(
        PerceivedSource.SURVEY,
        survey.question,
        timezone.localdate(survey.opens_at),
        one.item.label,
        one.item.challenge_id,
        one.item.domain.code if one.item.domain else None,
        {view.world: view.mean for view in named},
        {view.world: view.base for view in named},
        one.mean,
        one.estimate.base,
        one.band,
        one.unknown,
        one.rank,
        survey.is_simulated,
    )


def _of_outlook(outlook: Outlook) -> list[Perceived]:
    read = [_outlook(outlook, one) for one in view_outlook(outlook).items]
    return [one for one in read if any(one.bases.values())]


def _outlook(outlook: Outlook, one: ItemView) -> Perceived:
    shown = [view for view in one.views if not view.is_hidden]
    organisations = [view for view in shown if view.world != ActorWorld.INHABITANT]
    return Perceived(
        PerceivedSource.OUTLOOK,
        outlook.question,
        timezone.localdate(outlook.opens_at),
        one.item.label,
        one.item.challenge_id,
        None,
        {view.world: view.mean for view in one.views},
        {view.world: view.base for view in one.views},
        one.mean,
        sum(view.base for view in organisations),
        None,
        sum(view.unknown for view in shown),
        None,
        outlook.is_simulated,
    )
