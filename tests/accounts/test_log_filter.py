"""A link's secret never reaches the logs."""

import datetime
import logging

import pytest
from django.conf import settings

from terreau.accounts.links import issue_link
from terreau.accounts.log_filter import HideSecrets
from tests.accounts.factories import NOW


@pytest.mark.django_db
def test_the_secret_of_a_link_is_hidden_wherever_it_stands():
    week = datetime.timedelta(days=7)
    for _link in range(20):
        _row, secret = issue_link(
            purpose="invitation", subject="1", issued_by=None, lifetime=week, now=NOW
        )
        record = logging.makeLogRecord(
            {"msg": "Forbidden: %s", "args": (f"/alliances/invitation/{secret}/",)}
        )
        assert HideSecrets().filter(record)
        assert record.getMessage() == "Forbidden: /alliances/invitation/•••/"


def test_other_lines_are_left_alone():
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": ("/acteurs/" + "a" * 44,)})
    HideSecrets().filter(record)
    assert record.args


def test_the_console_of_the_shipped_settings_hides_secrets():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["hide_secrets"]
