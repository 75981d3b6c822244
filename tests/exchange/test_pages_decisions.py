"""Deciding many rows at once from the page, and what was ticked before."""

import pytest
from django.urls import reverse

from terreau.accounts.models import Person
from terreau.core.models import ImportRun
from tests.exchange.test_pages import bring_to_orchard, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def ama(client):
    person = Person.objects.create_user("ama@example.org", full_name="Ama Koné")
    client.force_login(person)
    return person


def test_deciding_many_at_once_keeps_what_was_ticked(client, ama):
    known = Person.objects.create_user("0001@orchard.example.org", full_name="Tilleul")
    bring_to_orchard(client, "Nom\ntilleul\nTilleuls\nHêtre\n")
    run = ImportRun.objects.get()
    page = text(client.get(reverse("exchange:decide", args=[run.pk])))
    assert page.count('form="decisions"') == 3
    first, second = (f"row_{row.rank}" for row in run.rows.undecided())
    many = reverse("exchange:decide-many", args=[run.pk])
    ticked = {first: "skip", second: "later"}
    client.post(many, {**ticked, "score": "0", "decision": "create"})
    assert list(run.rows.exclude(decision="").values_list("decision", flat=True)) == ["skip"]
    client.post(many, {first: f"same:{known.pk}", "score": "100", "decision": "create"})
    said = dict(run.rows.filter(awaits=True).values_list("rank", "decision"))
    assert list(said.values()) == [f"same:{known.pk}", "create"]
    preview = text(client.get(reverse("exchange:run", args=[run.pk])))
    assert "Revoir les décisions prises" in preview
