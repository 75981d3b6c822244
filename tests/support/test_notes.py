"""A private note is read by its author, and by nobody else anywhere."""

import json

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from terreau.accounts.extensions import personal_data
from terreau.core.exchange.datasets import every_dataset
from terreau.core.journal import records_of
from terreau.support.models import SupportFile, SupportNote
from tests.actors.factories import make_person
from tests.alliances.factories import Cast, make_cast
from tests.dialogues.browsing import sign_in
from tests.support.factories import make_colleague, make_file, make_note

pytestmark = pytest.mark.django_db
SECRET = "Zibeline fragile"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_a_note_has_the_reader_of_its_button(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    sign_in(client, cast.bastien)
    address = reverse("support:note-add", args=[file.uuid])
    client.post(address, {"text": "Pour moi"})
    client.post(address, {"text": "Pour moi aussi", "reader": "private"})
    client.post(address, {"text": "Pour tous", "reader": "shared"})
    assert list(SupportNote.objects.order_by("pk").values_list("is_shared", flat=True)) == [
        False,
        False,
        True,
    ]
    told = [one.verb for one in records_of(file.scope)]
    assert told == ["support-note-shared"]
    empty = client.post(address, {"text": " ", "reader": "shared"})
    assert empty.status_code == 200
    assert SupportNote.objects.count() == 3


def test_nobody_else_reads_a_private_note(client: Client, cast: Cast) -> None:
    """Its author's page and data hold it; no other page, file, data nor administration does."""
    file = make_file(cast.bastien, cast.ama.organisation, alliance=cast.alliance)
    note = make_note(file, cast.bastien, SECRET)
    colleague, staff = make_colleague(cast.bastien), make_person("Sofia", is_staff=True)
    mine = reverse("support:file", args=[file.uuid])
    sign_in(client, cast.bastien)
    assert SECRET in client.get(mine).text
    assert SECRET in json.dumps(personal_data(cast.bastien.person), default=str)
    pages = [mine, reverse("support:shared", args=[file.uuid]), reverse("support:desk")]
    pages += [cast.ama.organisation.get_absolute_url(), cast.alliance.get_absolute_url()]
    pages += [reverse("portal:todo"), reverse("accounts:profile"), reverse("accounts:export")]
    pages += [f"{reverse('portal:search')}?q=Zibeline", reverse("accounts:digest-preview")]
    for person in (colleague.person, cast.ama.person, cast.fatou.person, cast.chloe.person, staff):
        client.force_login(person)
        assert not [one for one in pages if SECRET in client.get(one).text]
        assert SECRET not in json.dumps(personal_data(person), default=str)
        address = reverse("support:note-remove", args=[note.uuid])
        assert client.post(address).status_code == 404
        told = [
            str(row)
            for dataset in every_dataset()
            if dataset.can_export(person)
            for row in dataset.export_values(person)
        ]
        assert SECRET not in "".join(told)
    assert SupportNote not in admin.site._registry
    assert SupportFile not in admin.site._registry
    assert SECRET not in str([one.params for one in records_of(file.scope)])


def test_only_its_author_takes_a_note_away(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    note = make_note(file, cast.bastien, "Partagée", is_shared=True)
    address = reverse("support:note-remove", args=[note.uuid])
    sign_in(client, make_colleague(cast.bastien))
    refused = client.post(address)
    assert refused.status_code == 403
    assert "Seul l’auteur" in refused.text
    sign_in(client, cast.bastien)
    assert client.post(address).status_code == 302
    assert not SupportNote.objects.exists()


def test_hostile_words_stay_text(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    make_note(file, cast.bastien, "<script>alert(1)</script>", is_shared=True)
    for posture, name in ((cast.bastien, "file"), (cast.ama, "shared")):
        sign_in(client, posture)
        shown = client.get(reverse(f"support:{name}", args=[file.uuid])).text
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown
