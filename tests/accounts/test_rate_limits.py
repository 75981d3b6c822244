"""Rate limits count what every process of the instance saw."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from terreau.core.rate_limits import client_address, limit, parse_rate
from tests.accounts.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_counters():
    cache.clear()


def post(**headers):
    return RequestFactory().post("/", **headers)


def test_the_sixth_of_five_is_refused_with_what_to_do():
    request = post()
    assert all(limit(request, "vote", rate="5/m") for _ in range(5))
    verdict = limit(request, "vote", rate="5/m")
    assert verdict.reason == ("Trop d’essais en peu de temps. Attendez 1 minute, puis recommencez.")
    assert "Attendez 15 minutes" in [limit(request, "x", rate="1/15m") for _ in range(2)][1].reason


def test_another_act_key_or_caller_has_its_own_places():
    assert limit(post(), "vote", rate="1/m")
    assert not limit(post(), "vote", rate="1/m")
    assert limit(post(), "link", rate="1/m")
    assert limit(post(REMOTE_ADDR="192.0.2.7"), "vote", rate="1/m")
    assert limit(post(), "vote", rate="1/m", key="ama@example.org")


def test_a_person_is_counted_wherever_they_come_from():
    ama = make_person()
    for address, expected in (("192.0.2.1", True), ("192.0.2.2", False)):
        request = post(REMOTE_ADDR=address)
        request.user = ama
        assert bool(limit(request, "vote", rate="1/m")) is expected


def test_a_place_is_free_again_after_its_time():
    request = post()
    assert limit(request, "vote", rate="1/s")
    cache.clear()  # what the expiry does
    assert limit(request, "vote", rate="1/s")


def test_a_claimed_address_is_not_believed_without_a_proxy_of_ours(settings):
    request = post(HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.2")
    assert client_address(request) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client_address(request) == "198.51.100.2"


@pytest.mark.parametrize("rate", ["", "5", "0/m", "5/w", "m/5", "-1/m"])
def test_a_rate_that_is_none_is_refused(rate):
    with pytest.raises(ValueError, match="not a rate"):
        parse_rate(rate)


def test_a_limit_costs_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        limit(post(), "vote", rate="20/m")


def test_counters_of_others_survive_a_flood(settings):
    assert settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000
