"""The diagnosis is kept in memory and never stale: whatever moves, the next page shows it."""

import pytest
from django.urls import reverse

from terreau.actors.models import ActionDomain, Organisation
from terreau.diagnoses import figures, perceived
from terreau.diagnoses.models import SurveyScore
from terreau.dialogues.actions.consultations import close_consultation, reveal_results
from terreau.dialogues.models import Consultation, Outlook, OutlookScore, Participant
from terreau.territories.models import Indicator, Territory
from tests.alliances.factories import make_challenge
from tests.diagnoses.crossing_factories import NOW, as_one, make_ground, read_diagnosis
from tests.diagnoses.crossing_factories import write_vacancy as write
from tests.diagnoses.perception_factories import add_answers, end_survey, make_survey
from tests.dialogues.outlook_factories import make_outlook, score
from tests.partnerships.factories import make_censused, of_cast, queries_of, read
from tests.territories.factories import make_load

pytestmark = pytest.mark.django_db
