"""The demonstration shows a diagnosis: simulated answers, a census, a published snapshot."""

import pytest

from terreau.actors.models import Organisation
from terreau.diagnoses.freezing import thaw
from terreau.diagnoses.models import (
    DiagnosisSnapshot,
    EcosystemItem,
    PerceptionSurvey,
    SurveyAnswer,
)
from terreau.partnerships.enums import Provenance
from terreau.partnerships.models import Partnership
from terreau.portal.demo.diagnosis import read_diagnosis
from terreau.portal.demo.perceptions import read_survey

pytestmark = pytest.mark.django_db


def test_the_answers_are_told_simulated_and_revealed(demo):
    survey = PerceptionSurvey.objects.get()
    assert survey.is_simulated
    assert survey.revealed_at is not None
    voices = sum(one["voices"] for one in read_survey()["worlds"].values())
    assert SurveyAnswer.objects.filter(survey=survey).count() == voices


def test_the_ecosystem_says_what_is_missing(demo):
    noted = EcosystemItem.objects.values_list("kind", "presence")
    assert ("foundation", "absent") in noted
    assert noted.count() == len(read_diagnosis()["ecosystem"])


def test_only_invented_organisations_are_censused(demo):
    noted = Partnership.objects.filter(provenance=Provenance.CENSUSED)
    assert noted.count() == len(read_diagnosis()["census"])
    parties = Organisation.objects.filter(partnership_parties__partnership__in=noted)
    assert all("fictif" in one.name or "fictive" in one.name for one in parties)


def test_a_frozen_diagnosis_reads_back(demo):
    frozen = DiagnosisSnapshot.objects.get()
    assert frozen.published_at is not None
    read = thaw(frozen.content)
    assert len(read.challenges) == frozen.challenge_count > 0
    told = read_diagnosis()["choice"]
    kept = [one for chosen in read.choices.weights.values() for one in chosen.items()]
    assert kept == [(one["slug"], one["weight"]) for one in told]
