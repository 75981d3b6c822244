"""What the surveys declare to the dialogues, whose consultations they are."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.extensions import register_personal_data
from terreau.accounts.inbox import register_todo
from terreau.alliances.extensions import register_note, register_waits
from terreau.diagnoses.actions.surveys import survey_ready
from terreau.diagnoses.models import SurveyAnswer, SurveyScore
from terreau.diagnoses.own_data import survey_data
from terreau.diagnoses.waiting_surveys import (
    HAS_SURVEYS,
    keys_of_surveys,
    surveys_to_do,
    waits_of_surveys,
)
from terreau.dialogues.actions.voices import register_answers
from terreau.dialogues.kinds import Kind, register_kind
from terreau.dialogues.readiness import register_ready

SURVEY = "perceptionsurvey"  # the table beneath the consultation


def declare_perceptions() -> None:
    """Register all of it, each time the application starts."""
    register_kind(
        Kind(
            SURVEY,
            _("enquête de perception"),
            "diagnoses:survey",
            "diagnoses:survey-new",
            _("Préparer une enquête de perception"),
            _("Chacun note de 0 à 10, par un lien, sans compte : ce que l’on ressent ici."),
        )
    )
    register_ready(SURVEY, survey_ready)
    register_answers(SurveyAnswer, "survey_id", "answered_at")
    register_answers(SurveyScore, "item_id", "scored_at")
    register_note("has_surveys", HAS_SURVEYS)
    register_waits("surveys", waits_of_surveys, kinds=("surveys",))
    register_todo("surveys", _("Enquêtes"), build=surveys_to_do, keys=keys_of_surveys, order=39)
    register_personal_data("enquêtes de perception", survey_data)
