"""Who prepares a perception survey and who reads it."""

import datetime

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.diagnoses.models import PerceptionSurvey


def can_edit_survey(posture: Posture | None, survey: PerceptionSurvey) -> Verdict:
    """Change what is asked: a facilitator, before it is published."""
    verdict = facilitation_verdict(posture, survey.alliance)
    if verdict and survey.published_at:
        return refused(
            _(
                "Cette enquête est publiée : ses questions ne changent plus, pour que chacun ait "
                "répondu à la même chose."
            )
        )
    return verdict


def can_read_survey(survey: PerceptionSurvey, *, now: datetime.datetime) -> Verdict:
    """Read the results: everybody at once, after the close and the reveal; nobody before."""
    if survey.revealed_at is not None:
        return GRANTED
    if survey.is_over(now):
        return refused(
            _("L’enquête est close. Ses résultats se lisent une fois dévoilés par un facilitateur.")
        )
    return refused(
        _(
            "Les résultats se lisent après la clôture, par tous en même temps : avant, chaque "
            "nouvelle réponse se lirait par différence."
        )
    )
