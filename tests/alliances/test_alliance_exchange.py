"""Alliances and their members as files: what one sees goes out, what one facilitates comes back."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from terreau.alliances.exchange.alliances import AllianceDataset
from terreau.alliances.models import Alliance
from terreau.core.exchange.actions import confirm_run, receive_file
from tests.actors.factories import now
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def file_of(client: Client, name: str = "alliances", kind: str = "csv") -> bytes:
    return client.get(reverse("exchange:export", args=[name, kind])).getvalue()


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def bring(person, content: bytes, kind: str = "csv"):
    return receive_file(
        dataset=AllianceDataset(),
        file_name=f"alliances.{kind}",
        content=content,
        by=person,
        now=now(),
    )


def outcome(run) -> tuple[int, int, int, int]:
    run.refresh_from_db()
    return run.create_count, run.change_count, run.same_count, run.reject_count


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_what_comes_back_changes_nothing(client: Client, cast: Cast, kind: str) -> None:
    Alliance.objects.filter(pk=cast.alliance.pk).update(rules_of_play="=on s’écoute\nvraiment")
    content = file_of(sign_in(client, cast.bastien), kind=kind)
    run = bring(cast.bastien.person, content, kind)
    assert outcome(run) == (0, 0, 1, 0), [row.reasons for row in run.rows.all()]


def test_a_private_alliance_is_only_in_the_file_of_its_members(client: Client, cast: Cast) -> None:
    assert [row["Adresse"] for row in table(file_of(sign_in(client, cast.ama)))] == [
        cast.alliance.slug
    ]
    others = table(file_of(sign_in(client, cast.chloe)))
    assert cast.alliance.slug not in {row["Adresse"] for row in others}


def test_its_facilitator_changes_it_by_file(client: Client, cast: Cast) -> None:
    rows = table(file_of(sign_in(client, cast.bastien)))
    rows[0]["Question qui rassemble"] = "Et maintenant ?"
    refused = bring(cast.ama.person, written(rows))
    assert outcome(refused) == (0, 0, 0, 1)
    run = bring(cast.bastien.person, written(rows))
    assert outcome(run) == (0, 1, 0, 0)
    confirm_run(run, by=cast.bastien.person, now=now())
    assert Alliance.objects.get(pk=cast.alliance.pk).question == "Et maintenant ?"


def test_what_its_life_tells_is_not_changed_by_file(client: Client, cast: Cast) -> None:
    rows = table(file_of(sign_in(client, cast.bastien)))
    rows[0]["État"] = "publiée"
    run = bring(cast.bastien.person, written(rows))
    confirm_run(run, by=cast.bastien.person, now=now())
    run.refresh_from_db()
    assert Alliance.objects.get(pk=cast.alliance.pk).status == "open"
    assert "se lit seulement" in str(list(run.rows.values_list("reasons", flat=True)))


def test_a_file_shows_nothing_of_an_alliance_that_one_may_not_see(
    client: Client, cast: Cast
) -> None:
    rows = table(file_of(sign_in(client, cast.bastien)))
    rows[0]["Question qui rassemble"] = "Et maintenant ?"
    rows[0]["Instigateur (identifiant)"] = ""
    run = bring(cast.chloe.person, written(rows))
    assert all(before == "" for row in run.rows.all() for _name, before, _after in row.changes)
    confirm_run(run, by=cast.chloe.person, now=now())
    assert Alliance.objects.get(slug=cast.alliance.slug).question != "Et maintenant ?"
    assert Alliance.objects.filter(slug=cast.alliance.slug).count() == 1


def test_a_new_alliance_is_opened_in_the_name_of_a_mandate(client: Client, cast: Cast) -> None:
    rows = table(file_of(sign_in(client, cast.bastien)))
    new = {**rows[0], "Adresse": "bords-de-marne", "Nom": "Bords de Marne"}
    new["Instigateur (identifiant)"] = ""
    run = bring(cast.ama.person, written([new, {**new, "Adresse": "bords/marne"}]))
    assert outcome(run) == (1, 0, 0, 1)
    confirm_run(run, by=cast.ama.person, now=now())
    opened = Alliance.objects.get(slug="bords-de-marne")
    assert opened.instigator == cast.ama.organisation
    assert opened.facilitator_count == 1
    assert not AllianceDataset().can_remove(opened)
