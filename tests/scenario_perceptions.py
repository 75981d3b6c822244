"""What is perceived in the small France: two surveys, a signal and a link to tell others."""

import datetime

from django.utils import timezone

from terreau.accounts.links import issue_link
from terreau.alliances.models import Alliance
from terreau.diagnoses.models import PerceptionSurvey, Signal, SurveyItem
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
    _fill_signals(scenario, alliance)
    scenario.arguments |= {
        "diagnoses:survey.uuid": running.uuid,
        "diagnoses:survey-edit.uuid": draft.uuid,
    }


def _fill_signals(scenario, alliance: Alliance) -> None:
    link, _secret = issue_link(
        purpose="signal",
        subject=str(alliance.uuid),
        issued_by=scenario.people["facilitator"],
        lifetime=datetime.timedelta(days=9),
        single_use=False,
        now=timezone.now(),
    )
    signal = Signal.objects.create(alliance=alliance, text="Un besoin monte.", state="spotted")
    names = ("signal", "signal-edit", "signal-keep", "signal-refuse")
    scenario.arguments |= {f"diagnoses:{name}.uuid": signal.uuid for name in names}
    scenario.arguments |= {
        "diagnoses:signal-link-revoke.pk": link.pk,
        "diagnoses:signal-link.secret": "not-a-secret-that-was-issued",
    }
