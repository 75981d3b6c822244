"""Registrations go out as a file and come back identical; data are shown, erased, merged."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.extensions import personal_data
from terreau.actors.scrubbing import Traces, scrub
from terreau.events.actions.letters import new_link
from terreau.events.exchange.registrations import RegistrationDataset
from terreau.events.models import Registration
from tests.actors.factories import make_organisation
from tests.alliances.factories import Cast, make_cast
from tests.events.factories import make_event, make_registration, make_running, sign_in
from tests.exchange.factories import bring, take_out

pytestmark = pytest.mark.django_db
