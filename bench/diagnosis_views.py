"""What two hundred people said of each challenge: a survey and crossed views, revealed."""

VOICES = 200
WORLDS = ("public", "economic", "general_interest", "academic", "inhabitant")


def draw_views(alliance, challenges) -> None:
    """Draw the scores of two hundred voices, by world, in each of two collections."""
    import datetime

    import numpy as np
    from django.utils import timezone

    from terreau.diagnoses.models import PerceptionSurvey, SurveyAnswer, SurveyItem, SurveyScore
    from terreau.dialogues.models import Outlook, OutlookItem, OutlookScore

    dice = np.random.default_rng(1)
    now = timezone.now() - datetime.timedelta(days=30)
    told = {"alliance": alliance, "question": "Qu’est-ce qui pèse ici ?", "revealed_at": now}
    told |= {"published_at": now, "opens_at": now, "closed_at": now}
    survey = PerceptionSurvey.objects.create(code="essai-1", **told)
    outlook = Outlook.objects.create(code="essai-2", **told)
    asked = [
        SurveyItem.objects.create(survey=survey, label=one.title, challenge=one, rank=rank)
        for rank, one in enumerate(challenges)
    ]
    viewed = [
        OutlookItem.objects.create(outlook=outlook, label=one.title, challenge=one, rank=rank)
        for rank, one in enumerate(challenges)
    ]
    voices = _voices(survey)
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(survey=survey, participant=one, world=WORLDS[rank % 5])
        for rank, one in enumerate(voices)
    )
    for score, items, people in (
        (SurveyScore, asked, voices),
        (OutlookScore, viewed, _voices(outlook)),
    ):
        score.objects.bulk_create(
            score(participant=one, item=item, score=int(dice.integers(0, 11)))
            for one in people
            for item in items
        )


def _voices(consultation) -> list:
    """Make a third of the voices of organisations, the others of people."""
    from terreau.actors.models import Organisation
    from terreau.dialogues.models import Participant

    worlds = [WORLDS[rank % len(WORLDS)] for rank in range(VOICES)]
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Structure {consultation.pk}-{rank}", world=world)
        for rank, world in enumerate(worlds)
        if rank % 3 == 0 and world != "inhabitant"
    )
    told = [
        {"space": "organisations", "organisation": one, "world": one.world, "channel": "mandate"}
        for one in organisations
    ]
    told += [
        {"space": "inhabitants", "device_hash": f"{consultation.pk}-{rank}", "channel": "device"}
        for rank in range(VOICES - len(told))
    ]
    return Participant.objects.bulk_create(
        Participant(consultation_id=consultation.pk, number=number, **one)
        for number, one in enumerate(told, start=1)
    )
