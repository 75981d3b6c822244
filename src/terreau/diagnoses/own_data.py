"""What the diagnosis knows of a person."""

from typing import Any

from django.db.models import Q

from terreau.accounts.models import Person
from terreau.diagnoses.models import SurveyAnswer, SurveyScore


def survey_data(person: Person) -> dict[str, Any]:
    """The answers given under their account, or by them in the name of an organisation."""
    own = Q(participant__person=person)
    answers = SurveyAnswer.objects.filter(own | Q(by=person)).select_related("survey")
    scores = SurveyScore.objects.filter(own | Q(participant__survey_answer__by=person))
    return {
        "réponses": [
            {
                "enquête": str(one.survey),
                "en tant que": str(one.get_world_display()),
                "au nom d’une organisation": one.by_id is not None,
                "le": one.answered_at,
            }
            for one in answers.order_by("answered_at", "pk")
        ],
        "notes": [
            {"sujet": one.item.label, "note": one.score, "le": one.scored_at}
            for one in scores.select_related("item").order_by("scored_at", "pk")
        ],
    }
