"""What everything perceived in an alliance rests on: while none of it moves, no mean does.

Scores are told by their number, their sum and that of their squares in each world: means, intervals
and ranks come from these alone. One query, whatever the number of answers.
"""

from django.db.models import (
    Aggregate,
    CharField,
    Count,
    F,
    IntegerField,
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
from terreau.dialogues.models import Consultation, Outlook, OutlookItem, OutlookScore

_NUMBERS = tuple(f"n_{rank}" for rank in range(5))
_WORDS = tuple(f"w_{rank}" for rank in range(3))
_COUNTED = {"participant__folded_into": None}
_SUMS = (Count("pk"), Count("score"), Sum("score"), Sum(F("score") * F("score")))
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
    scores = SurveyScore.objects.filter(item__survey__in=surveys, **_COUNTED)
    said = Coalesce("participant__survey_answer__world", Value("?"))
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
            (F("survey_id"), Count("pk")),
            (*_VOICE, F("world")),
        ),
        _told("scores", scores, (F("item_id"), *_SUMS), (*_VOICE, said)),
        _told(
            "target",
            SurveyTarget.objects.filter(survey__in=surveys),
            (F("survey_id"), F("share")),
            (F("world"),),
        ),
    )


def _of_outlook(latest: QuerySet) -> tuple[QuerySet, ...]:
    scores = OutlookScore.objects.filter(participant__consultation=Subquery(latest), **_COUNTED)
    return (
        _told(
            "outlook-item",
            OutlookItem.objects.filter(outlook=Subquery(latest)),
            (F("pk"), F("outlook_id"), Coalesce("challenge_id", 0), F("rank")),
            (F("label"),),
        ),
        _told("outlook-scores", scores, (F("item_id"), *_SUMS), _VOICE),
        _told("outlook-voices", scores, (Count("participant", distinct=True),), _VOICE),
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
    sums = {name: one for name, one in columns.items() if isinstance(one, Aggregate)}
    plain = {name: one for name, one in columns.items() if name not in sums}
    rows = found.order_by().annotate(**plain).values(*plain)
    return rows.annotate(**sums).values_list(*columns)
