"""Every format of the open list comes back identical: nothing to change, the same list again."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.exchange.dataset import OrganisationDataset
from terreau.actors.models import NetworkMembership, Organisation
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.datasets import get_dataset
from tests.actors.factories import make_organisation, make_person, now
from tests.actors.open_factories import join_network, make_rich_sheet

pytestmark = pytest.mark.django_db
KINDS = ("csv", "xlsx", "ods", "geojson", "jsonld")


def file_of(client: Client, kind: str) -> bytes:
    return client.get(reverse("actors:open-download", args=[kind])).getvalue()


def bring(content: bytes, kind: str):
    """Receive a file as an administrator would, and return the planned import."""
    staff = make_person("Sofia Admin", is_staff=True)
    return receive_file(
        dataset=get_dataset(OrganisationDataset.name),
        file_name=f"organisations.{kind}",
        content=content,
        by=staff,
        now=now(),
    )


def public_content(client: Client) -> list[dict]:
    """What the list says of each sheet, apart from when it was written."""
    features = json.loads(file_of(client, "geojson"))["features"]
    return sorted((one["properties"] for one in features), key=lambda one: one["uuid"])


def make_list() -> None:
    network = make_organisation("Réseau | des ; réseaux", world="general_interest")
    rich = make_rich_sheet()
    join_network(rich, network)
    make_rich_sheet("Réservée", withheld=["address", "description", "seats", "aliases"])
    make_organisation("Fermée", lifecycle="closed")


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_back_changes_nothing(client: Client, kind: str) -> None:
    make_list()
    run = bring(file_of(client, kind), kind)
    run.refresh_from_db()
    reasons = [row.changes or row.reasons for row in run.rows.all()]
    counts = (run.create_count, run.change_count, run.same_count, run.reject_count)
    assert counts == (0, 0, 4, 0), reasons
    if kind in ("geojson", "jsonld"):
        assert run.layout.startswith("open-list")


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_instance_becomes_the_same_list(client: Client, kind: str) -> None:
    make_list()
    before, content = public_content(client), file_of(client, kind)
    NetworkMembership.objects.all().delete()
    Organisation.objects.all().delete()
    run = bring(content, kind)
    confirm_run(run, by=run.requested_by, now=now())
    run.refresh_from_db()
    assert (run.create_count, run.reject_count) == (4, 0), [row.reasons for row in run.rows.all()]
    for told, known in zip(public_content(client), before, strict=True):
        assert told == known
