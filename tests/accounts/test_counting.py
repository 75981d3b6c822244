"""The count of what waits is kept a moment, and asked again as soon as one acts."""

from unittest.mock import patch

import pytest
from django.test import Client

from terreau.accounts import counting
from terreau.accounts.shortly import ACTED
from tests.accounts.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings):
    """Keep counts as an instance does, and leave none to the next test."""
    settings.TERREAU_TODO_SECONDS = 20
    counting._counts.cache_clear()
    yield
    counting._counts.cache_clear()


def test_it_is_counted_once_then_again_after_an_act(client: Client, kept) -> None:
    client.force_login(make_person("Ama", email="ama@exemple.fr"))
    with patch.object(counting, "count_by_kind", return_value={"voices": 3}) as asked:
        client.get("/acteurs/")
        client.get("/acteurs/")
        assert asked.call_count == 1
        client.post("/langue/", {"language": "fr"})
        assert ACTED in client.cookies
        client.get("/acteurs/")
        assert asked.call_count == 2


def test_another_process_sees_that_somebody_acted(client: Client, kept) -> None:
    client.force_login(make_person("Ama", email="ama@exemple.fr"))
    with patch.object(counting, "count_by_kind", return_value={"voices": 3}) as asked:
        client.get("/acteurs/")
        client.cookies[ACTED] = "99999999999"
        client.get("/acteurs/")
        client.cookies[ACTED] = "rien"
        client.get("/acteurs/")
    assert asked.call_count == 3


def test_one_person_never_reads_the_count_of_another(client: Client, kept) -> None:
    with patch.object(counting, "count_by_kind", side_effect=[{"voices": 3}, {"voices": 5}]):
        client.force_login(make_person("Ama", email="ama@exemple.fr"))
        assert "3<span" in client.get("/acteurs/").text
        other = Client()
        other.force_login(make_person("Bastien", email="bastien@exemple.fr"))
        assert "5<span" in other.get("/acteurs/").text
