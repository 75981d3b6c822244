"""In whose name one speaks: chosen, dated, never by surprise."""

import datetime

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from terreau.actors.posture import PostureMiddleware, choose_posture, current_mandates
from tests.actors.factories import make_mandate, make_organisation, make_person

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)


def request_of(person, **session):
    """A request as it leaves the posture middleware."""
    request = RequestFactory().get("/")
    request.user, request.session = person, session
    PostureMiddleware(lambda passed: passed)(request)
    return request


@pytest.fixture
def ama():
    return make_person("Ama Diallo")


def test_without_mandate_one_speaks_for_oneself(ama) -> None:
    request = request_of(ama)
    assert request.posture.organisation is None
    assert request.posture.label == "Ama Diallo, en son nom"
    assert list(request.posture_choices) == []


def test_the_latest_mandate_is_the_first_posture(ama) -> None:
    make_mandate(ama, make_organisation("Ancien"), starts_on=datetime.date(2020, 1, 1))
    make_mandate(ama, make_organisation("Récent"), starts_on=datetime.date(2025, 1, 1))
    request = request_of(ama)
    assert request.posture.label == "Ama Diallo, au nom de Récent"
    assert [mandate.organisation.name for mandate in request.posture_choices] == [
        "Récent",
        "Ancien",
    ]


def test_the_posture_costs_one_query_and_nothing_when_it_is_not_read(
    ama, django_assert_num_queries
) -> None:
    make_mandate(ama, make_organisation("Club"))
    make_mandate(ama, make_organisation("Lycée", world="academic"))
    with django_assert_num_queries(0):
        request = request_of(ama)
    with django_assert_num_queries(1):
        assert str(request.posture.label)
        assert len(request.posture_choices) == 2


def test_an_anonymous_person_has_no_posture_and_costs_no_query(
    client: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        request = request_of(client.get(reverse("account_login")).wsgi_request.user)
        assert request.posture is None
        assert request.posture_choices == []


def test_a_chosen_mandate_that_ended_falls_back_to_ones_own_name(ama) -> None:
    today = datetime.date(2026, 11, 22)
    make_mandate(ama, make_organisation("Toujours"), starts_on=datetime.date(2026, 1, 1))
    ending = make_mandate(ama, make_organisation("Finissant"), ends_on=today)

    def posture_on(day):
        return choose_posture(ama, current_mandates(ama, today=day), str(ending.pk))

    assert posture_on(today).organisation.name == "Finissant"
    assert posture_on(today + ONE_DAY).organisation is None


def test_one_switches_to_a_mandate_and_back(client: Client, ama) -> None:
    club = make_mandate(ama, make_organisation("Club"), starts_on=datetime.date(2020, 1, 1))
    make_mandate(ama, make_organisation("Lycée", world="academic"))
    client.force_login(ama)
    address = reverse("actors:list")
    answer = client.post(reverse("actors:posture"), {"mandate": club.pk, "next": address})
    assert answer.status_code == 302
    assert answer["Location"] == address
    assert client.get(address).wsgi_request.posture.organisation.name == "Club"
    client.post(reverse("actors:posture"), {"mandate": "", "next": address})
    assert client.get(address).wsgi_request.posture.organisation is None


def test_an_ended_mandate_is_refused_with_the_reason(client: Client, ama) -> None:
    yesterday = timezone.localdate() - ONE_DAY
    ended = make_mandate(ama, make_organisation("Finie"), ends_on=yesterday)
    running = make_mandate(ama, make_organisation("En cours"), ends_on=yesterday + ONE_DAY)
    client.force_login(ama)
    refusal = client.post(reverse("actors:posture"), {"mandate": ended.pk})
    assert refusal.status_code == 403
    assert "est terminé" in refusal.content.decode()
    assert client.post(reverse("actors:posture"), {"mandate": running.pk}).status_code == 302


def test_a_mandate_to_come_is_refused_with_the_reason(client: Client, ama) -> None:
    tomorrow = timezone.localdate() + ONE_DAY
    coming = make_mandate(ama, make_organisation("Bientôt"), starts_on=tomorrow)
    client.force_login(ama)
    refusal = client.post(reverse("actors:posture"), {"mandate": coming.pk})
    assert refusal.status_code == 403
    assert "n’a pas commencé" in refusal.content.decode()


@pytest.mark.parametrize("key", ["999999", "abc", "9" * 40, "-1", "²"])
def test_a_mandate_that_is_not_mine_does_not_exist(client: Client, ama, key: str) -> None:
    client.force_login(ama)
    assert client.post(reverse("actors:posture"), {"mandate": key}).status_code == 404


def test_the_mandate_of_another_person_does_not_exist(client: Client, ama) -> None:
    other = make_mandate(make_person("Chloé Martin"), make_organisation("Ailleurs"))
    client.force_login(ama)
    assert client.post(reverse("actors:posture"), {"mandate": other.pk}).status_code == 404


@pytest.mark.parametrize(
    "address", ["https://ailleurs.test/", "//ailleurs.test", "javascript:x", ""]
)
def test_the_switch_never_leads_elsewhere(client: Client, ama, address: str) -> None:
    client.force_login(ama)
    assert client.post(reverse("actors:posture"), {"next": address})["Location"] == "/"


def test_the_switch_is_a_post_for_persons_signed_in(client: Client, ama) -> None:
    assert client.post(reverse("actors:posture")).status_code == 302
    assert "/compte/" in client.post(reverse("actors:posture"))["Location"]
    client.force_login(ama)
    assert client.get(reverse("actors:posture")).status_code == 405
