"""The record of roles and decisions: members read it, nobody rewrites it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from terreau.alliances.actions.membership import write
from terreau.core.guards import guards_lifted
from terreau.core.models import Record
from tests.alliances.factories import make_cast
from tests.alliances.story_factories import page, queries_of, sign_in

pytestmark = pytest.mark.django_db


def _tell(cast, number: int) -> None:
    with transaction.atomic():
        write(
            cast.alliance,
            "entry-written",
            by=cast.bastien,
            now=timezone.now(),
            title=f"Page {number}",
        )


def test_members_read_who_in_whose_name_when_and_what(client: Client) -> None:
    cast = make_cast()
    _tell(cast, 1)
    html = sign_in(client, cast.ama).get(page("records", cast.alliance)).content.decode()
    assert "Bastien Roy, au nom de Club Gravelle, a écrit la page « Page 1 » du journal." in html
    assert "1 ligne, qui n’a pas changé" in html


@pytest.mark.parametrize("name", ["records", "records-csv"])
def test_others_do_not_read_it_even_when_the_alliance_is_published(client: Client, name) -> None:
    cast = make_cast(status="published")
    assert client.get(page(name, cast.alliance)).status_code == 302
    stranger = sign_in(client, cast.chloe).get(page(name, cast.alliance))
    assert stranger.status_code == 403
    assert "n’est pas membre de cette alliance" in stranger.content.decode()


def test_a_private_alliance_answers_a_stranger_that_it_is_not_there(client: Client) -> None:
    cast = make_cast()
    assert sign_in(client, cast.chloe).get(page("records", cast.alliance)).status_code == 404


def test_the_database_refuses_to_rewrite_a_line_and_the_page_tells_a_break(client: Client) -> None:
    cast = make_cast()
    _tell(cast, 1)
    _tell(cast, 2)
    lines = Record.objects.filter(scope=cast.alliance.scope, number=1)
    with pytest.raises((DatabaseError, ValidationError)), transaction.atomic():
        lines.update(posture="Quelqu’un d’autre")
    with guards_lifted(connection):
        lines.update(posture="Quelqu’un d’autre")
    html = sign_in(client, cast.ama).get(page("records", cast.alliance)).content.decode()
    assert "La chaîne de ce journal est rompue" in html
    assert "n° 1 a été modifiée après coup" in html


def test_the_table_keeps_a_formula_asleep(client: Client) -> None:
    cast = make_cast()
    _tell(cast, 1)
    with transaction.atomic():
        write(cast.alliance, "governance-raised", by=cast.ama, now=timezone.now())
    response = sign_in(client, cast.ama).get(page("records-csv", cast.alliance))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Rang;Date;")
    assert len(lines) == 3
    assert lines[1].startswith("2;")
    assert response["Content-Disposition"].startswith("attachment")


def test_the_page_is_paginated_and_does_not_grow(client: Client) -> None:
    cast = make_cast()
    _tell(cast, 0)
    address = page("records", cast.alliance)
    sign_in(client, cast.ama)
    before = queries_of(client, address)
    for number in range(1, 60):
        _tell(cast, number)
    assert queries_of(client, address) == before
    assert before <= 12
    second = client.get(address, {"page": 2}).content.decode()
    assert "Page 3 »" in second
    assert "Page 40 »" not in second
