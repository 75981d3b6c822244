"""What was said of a file is found again when another file replaces it."""

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from terreau.accounts.models import Person
from terreau.core.models import ImportRun, ImportState
from tests.exchange.orchard import ORCHARD, Source
from tests.exchange.test_pages import MESSY, ORCHARD_UPLOAD, bring_to_orchard, choose, text

pytestmark = pytest.mark.django_db
SAID = {
    "source": "Mairie, mars 2026",
    "licence": "Licence Ouverte 2.0",
    "takes_personal": "on",
    "empty_clears": "on",
    "gardener": "Zoé",
}


class Filled(HTMLParser):
    """The inputs of a page that hold something, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        held = said.get("value") or ("on" if "checked" in said else "")
        if tag == "input" and held and (said.get("type") != "checkbox" or "checked" in said):
            self.fields[said.get("name", "")] = held


def filled(client, address: str) -> dict[str, str]:
    found = Filled(text(client.get(address))).fields
    return {name: held for name, held in found.items() if name in SAID}


@pytest.fixture
def ama(client, monkeypatch):
    monkeypatch.setattr(ORCHARD, "provenance_form", Source)
    person = Person.objects.create_user("ama@example.org", full_name="Ama Koné")
    client.force_login(person)
    return person


def other_file(client, run: ImportRun, page: str) -> str:
    """The address that a page of an import offers to try another file."""
    address = f"{reverse('exchange:upload', args=[run.dataset])}?depuis={run.pk}"
    assert f'href="{address}"' in text(client.get(reverse(page, args=[run.pk])))
    return address


def test_a_file_refused_when_it_is_read_loses_nothing_of_what_was_said(client, ama):
    bring_to_orchard(client, MESSY, **SAID)
    run = ImportRun.objects.get()
    with run.file.storage.open(run.file.name, "wb") as copy:
        copy.write(b"spoiled")
    choose(client, run, column_0="code", takes_personal="on")
    run.refresh_from_db()
    assert run.state == ImportState.REFUSED
    address = other_file(client, run, "exchange:run")
    assert filled(client, address) == SAID
    answer = client.post(
        address, {"file": SimpleUploadedFile("v.csv", MESSY.encode()), **filled(client, address)}
    )
    other = ImportRun.objects.exclude(pk=run.pk).get()
    assert answer.status_code == 302
    assert other.source == run.source == SAID["source"]
    assert other.provenance == run.provenance == {"gardener": "Zoé"}
    assert other.takes_personal
    assert other.empty_clears


def test_a_file_whose_columns_are_not_the_right_ones_loses_nothing_either(client, ama):
    bring_to_orchard(client, MESSY, **SAID)
    run = ImportRun.objects.get()
    assert filled(client, other_file(client, run, "exchange:columns")) == SAID


def test_what_was_said_is_told_to_who_said_it_and_for_the_same_dataset(client, ama):
    bring_to_orchard(client, MESSY, **SAID)
    run = ImportRun.objects.get()
    assert filled(client, ORCHARD_UPLOAD) == {}
    assert filled(client, f"{ORCHARD_UPLOAD}?depuis=dragon") == {}
    assert filled(client, f"/imports/trees/?depuis={run.pk}") == {}
    client.force_login(Person.objects.create_user("b@example.org", full_name="Bob"))
    assert filled(client, f"{ORCHARD_UPLOAD}?depuis={run.pk}") == {}


def test_a_link_cannot_tick_what_a_person_must_tick(client, ama):
    assert filled(client, f"{ORCHARD_UPLOAD}?takes_personal=on&empty_clears=on") == {}
