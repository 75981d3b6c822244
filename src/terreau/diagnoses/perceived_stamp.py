"""What everything perceived in an alliance rests on: while none of it moves, no mean does.

Questions, items, targets and voices by world are told as they are; scores, which are many, by their
number, three sums and the hour of the last: giving, changing or losing one moves them. One query,
whatever the number of answers.
"""

from django.db.models import (
    CharField,
    Count,
    F,
    IntegerField,
    Max,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from terreau.alliances.models import Alliance
from terreau.core.prepared import rows_of
from terreau.diagnoses.models import (
    PerceptionSurvey,
    SurveyAnswer,
    SurveyItem,
    SurveyScore,
    SurveyTarget,
)
from terreau.dialogues.models import Consultation, Outlook, OutlookItem, OutlookScore, Participant

_NUMBERS = tuple(f"n_{rank}" for rank in range(5))
_WORDS = tuple(f"w_{rank}" for rank in range(3))
_COUNTED = {"participant__folded_into": None}
_SCORES = (
    Count("pk"),
    Count("score"),
    *(Sum(F("score") * factor) for factor in (Value(1), F("pk"), F("participant_id"))),
)
_LAST = Cast(Max("scored_at"), TextField())
_VOICE = (F("participant__space"), F("participant__world"))


def perceived_stamp(alliance: Alliance) -> tuple[tuple, ...]:
    """Tell one state of what is revealed in an alliance from another."""
    rows = rows_of("perceived-stamp", alliance.pk, lambda: _question(alliance.pk))
    return tuple(sorted(rows, key=repr))


def _question(alliance: int) -> QuerySet:
    here = {"alliance": alliance, "revealed_at__isnull": False}
    surveys = PerceptionSurvey.objects.filter(**here).order_by().values("pk")
    latest = Outlook.objects.filter(**here).order_by("-opens_at", "-pk").values("pk")[:1]
    told = _consultations(Consultation.objects.filter(**here))
    return told.union(*_of_surveys(surveys), *_of_outlook(latest), all=True)


def _consultations(found: QuerySet) -> QuerySet:
    numbers = (F("pk"), Cast("is_simulated", IntegerField()), Coalesce("outlook__pk", 0))
    opens = Cast("opens_at", TextField())
    words = (F("question"), opens, Coalesce("perceptionsurvey__weighting", Value("")))
    return _told("consultation", found, numbers, words)


def _of_surveys(surveys: QuerySet) -> tuple[QuerySet, ...]:
    scores = SurveyScore.objects.filter(item__survey__in=surveys)
    return (
        _told(
            "item",
            SurveyItem.objects.filter(survey__in=surveys),
            (F("pk"), F("survey_id"), Coalesce("challenge_id", 0), F("rank")),
            (F("label"), Coalesce("domain__code", Value(""))),
        ),
        _told(
            "voices",
            SurveyAnswer.objects.filter(survey__in=surveys, **_COUNTED),
            (F("survey_id"), Count("pk"), Sum("participant_id")),
            (*_VOICE, F("world")),
        ),
        _told("scores", scores, _SCORES, (_LAST,)),
        _told(
            "target",
            SurveyTarget.objects.filter(survey__in=surveys),
            (F("survey_id"), F("share")),
            (F("world"),),
        ),
    )


def _of_outlook(latest: QuerySet) -> tuple[QuerySet, ...]:
    scores = OutlookScore.objects.filter(item__outlook=Subquery(latest))
    voices = Participant.objects.counted().filter(consultation=Subquery(latest))
    worlds = (F("space"), F("world"))
    return (
        _told(
            "outlook-item",
            OutlookItem.objects.filter(outlook=Subquery(latest)),
            (F("pk"), F("outlook_id"), Coalesce("challenge_id", 0), F("rank")),
            (F("label"),),
        ),
        _told("outlook-scores", scores, _SCORES, (_LAST,)),
        _told("outlook-voices", voices, (Count("pk"), Sum("pk")), worlds),
    )


def _told(
    kind: str, found: QuerySet, numbers: tuple[Combinable, ...], words: tuple[Combinable, ...]
) -> QuerySet:
    """Give rows of one shape, so that one query reads them all: a kind, five numbers, three words.

    What is counted or summed is told for each value of the rest.
    """
    zeros = (Value(0, IntegerField()),) * (len(_NUMBERS) - len(numbers))
    blanks = (Value("", CharField()),) * (len(_WORDS) - len(words))
    columns = {"n_kind": Value(kind, CharField())}
    columns |= dict(zip(_NUMBERS, (*numbers, *zeros), strict=True))
    columns |= dict(zip(_WORDS, (*words, *blanks), strict=True))
    sums = {name: one for name, one in columns.items() if getattr(one, "contains_aggregate", False)}
    plain = {name: one for name, one in columns.items() if name not in sums}
    rows = found.order_by().annotate(**plain).values(*plain)
    return rows.annotate(**sums).values_list(*columns)
