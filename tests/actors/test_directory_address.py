"""The address that the search as one types leaves behind."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
LIST = "actors:list"


@pytest.mark.parametrize(("asked", "shown"), [("q=grav&world=&t-q=&sort=", "?q=grav"), ("q=", "")])
def test_the_address_left_by_typing_says_the_filters_alone(client: Client, asked, shown) -> None:
    answer = client.get(f"{reverse(LIST)}?{asked}", headers={"hx-request": "true"})
    assert answer["HX-Push-Url"] == f"{reverse(LIST)}{shown}"
