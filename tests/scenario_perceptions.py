"""What is perceived in the small France: a survey that runs, one that is still prepared."""

import datetime

from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.diagnoses.models import PerceptionSurvey, SurveyItem
from terreau.dialogues.actions.consultations import new_code


def fill_perceptions(scenario, alliance: Alliance) -> None:
    """Add two surveys to the alliance that is not public."""
    since = timezone.now() - datetime.timedelta(days=1)
    running, draft = (
        PerceptionSurvey.objects.create(
            alliance=alliance,
            question=question,
            code=new_code(),
            is_sealed=True,
            published_at=published_at,
            opens_at=since,
            posture="Bastien",
        )
        for question, published_at in (("Qu’est-ce qui pèse ?", since), ("Et ensuite ?", None))
    )
    for survey in (running, draft):
        for rank, label in enumerate(("Emploi", "Isolement")):
            SurveyItem.objects.create(survey=survey, label=label, rank=rank)
    scenario.arguments |= {
        "diagnoses:survey.uuid": running.uuid,
        "diagnoses:survey-edit.uuid": draft.uuid,
    }
