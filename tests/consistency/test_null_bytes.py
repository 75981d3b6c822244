"""A NUL byte, which PostgreSQL refuses in any text, is never an error 500 in an address."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/chercher/?q=a%00b",
    "/territoires/recherche/?q=a%00b",
    "/territoires/perimetre/?t=commune:94%00018&t-q=%00&label=%00",
    "/territoires/commune/94%00018/",
    "/acteurs/?q=a%00b&world=%00&departement=%00",
    "/alliances/?q=a%00b&domain=%00&status=%00",
    "/alliances/a%00b/",
    "/alliances/invitation/a%00b/",
    "/?q=%00",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_with_a_null_byte_is_answered(address: str) -> None:
    assert Client().get(address).status_code in {200, 301, 400, 404, 410}
