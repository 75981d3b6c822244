"""The feed of changes: each event once, stable, paged, silent about what is no longer public."""

import datetime
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.actions.organisations import remove_organisation
from terreau.actors.models import Organisation, SheetChange, SheetTombstone
from terreau.actors.open_data.changes import (
    Change,
    ChangeKind,
    changes_since,
    latest_changes,
    read_cursor,
)
from terreau.actors.posture import Posture
from terreau.core.exchange.undoing import undo_run
from tests.actors.factories import make_organisation, make_person
from tests.actors.importing import SIRET, agree

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LONG_AGO = timezone.now() - datetime.timedelta(days=30)


def aged(name: str, **fields) -> Organisation:
    """Make a sheet created a month ago and touched now."""
    sheet = make_organisation(name, **fields)
    Organisation.objects.filter(pk=sheet.pk).update(created_at=LONG_AGO)
    return sheet


def kinds() -> dict[str, str]:
    return {change.name: change.kind.value for change in latest_changes()}


def test_each_kind_of_event() -> None:
    today = timezone.localdate()
    kept = make_organisation("Créée")
    aged("Modifiée")
    aged("Vérifiée", confirmed_on=today)
    edited = aged("Récrite et vérifiée", confirmed_on=today)
    SheetChange.objects.create(organisation=edited, at=timezone.now(), values={})
    aged("Fermée", lifecycle="closed")
    merged = aged("Pliée", lifecycle="merged", merged_into=kept)
    assert kinds() == {
        "Créée": "created",
        "Modifiée": "changed",
        "Vérifiée": "confirmed",
        "Récrite et vérifiée": "changed",
        "Fermée": "closed",
        "Pliée": "merged",
    }
    told = {change.uuid: change for change in latest_changes()}
    assert told[merged.uuid].into == str(kept.uuid)


def test_a_withdrawn_sheet_leaves_its_identifier_only() -> None:
    sheet = make_organisation("Discrète")
    make_organisation("Jamais publique", is_public=False)
    sheet.is_public = False
    sheet.save()
    (change,) = latest_changes()
    assert (change.kind, change.uuid, change.name) == (ChangeKind.WITHDRAWN, sheet.uuid, "")


def test_a_merger_into_a_private_sheet_does_not_name_it() -> None:
    kept = make_organisation("Cachée", is_public=False)
    aged("Pliée", lifecycle="merged", merged_into=kept)
    assert [change.into for change in latest_changes()] == [""]


def test_both_directions_page_through_everything() -> None:
    for number in range(7):
        make_organisation(f"Structure {number}")
    same_moment = timezone.now()
    Organisation.objects.update(updated_at=same_moment)

    def walk(read) -> list[str]:
        found, cursor = [], None
        while page := read(cursor):
            found += [change.name for change in page]
            cursor = read_cursor(page[-1].cursor)
        return found

    newest = walk(lambda cursor: latest_changes(cursor, limit=3))
    oldest = walk(lambda cursor: changes_since(None, cursor, limit=3))
    assert newest == [f"Structure {number}" for number in reversed(range(7))]
    assert oldest == list(reversed(newest))


def test_since_a_moment() -> None:
    make_organisation("Ancienne")
    Organisation.objects.update(updated_at=LONG_AGO)
    make_organisation("Récente")
    since = timezone.now() - datetime.timedelta(days=1)
    assert [change.name for change in changes_since(since)] == ["Récente"]


def test_the_identifier_is_that_of_the_event() -> None:
    sheet = make_organisation("Stable")
    first, again = latest_changes()[0], latest_changes()[0]
    assert first.id == again.id
    sheet.save()
    assert latest_changes()[0].id != first.id


@pytest.mark.parametrize(
    "text",
    ["", "x", "_", "2026-01-01_1", "2026-01-01T00:00:00Z_x", "2026-01-01T00:00:00Z_" + "9" * 30],
)
def test_a_cursor_that_is_none(text: str) -> None:
    assert read_cursor(text) is None


def test_a_cursor_comes_back() -> None:
    change = Change(7, make_organisation("Une").uuid, ChangeKind.CREATED, timezone.now())
    assert read_cursor(change.cursor) == (change.at, 7)


def test_the_feed_is_atom_paged_and_escaped(client: Client, monkeypatch) -> None:
    monkeypatch.setattr("terreau.actors.views.open_list.PAGE", 2)
    monkeypatch.setattr(
        "terreau.actors.open_data.changes.latest_changes.__kwdefaults__", {"limit": 2}
    )
    for name in ("A & B", "<b>C\x0b</b>", "D"):
        make_organisation(name)
    address, titles = reverse("actors:open-feed"), []
    while address:
        feed = fromstring(client.get(address).content)
        titles += [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        address = links.get("next")
    assert [title.split(" : ")[0] for title in titles] == ["D", "<b>C</b>", "A & B"]
    assert {title.split(" : ")[1] for title in titles} == {"fiche créée"}


def test_the_feed_says_when_nothing_changed(client: Client) -> None:
    make_organisation("Une")
    address = reverse("actors:open-feed")
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    modified = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(address, headers=modified).status_code == 304
    make_organisation("Deux")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_feed_does_not_grow(client: Client, count_queries) -> None:
    address = reverse("actors:open-feed")
    make_organisation("Une")
    few = count_queries(client, address)
    for number in range(6):
        aged(f"Structure {number}", merged_into=Organisation.objects.first())
    assert count_queries(client, address) == few <= 6
    assert client.get(address, {"avant": "n’importe quoi"}).status_code == 200


def remove(sheet: Organisation) -> None:
    sofia = make_person("Sofia Admin", is_staff=True)
    remove_organisation(sheet, by=Posture(sofia), now=timezone.now())


def test_a_sheet_deleted_outright_leaves_its_identifier_and_its_day_only() -> None:
    sheet, kept = make_organisation("Effacée"), make_organisation("Gardée")
    never = make_organisation("Jamais publique", is_public=False)
    once = make_organisation("Un temps publique")
    once.is_public = False
    once.save()
    gone, hidden = sheet.uuid, once.uuid
    for row in (sheet, never, once):
        remove(row)
    told = {change.uuid: change for change in latest_changes()}
    assert set(told) == {gone, kept.uuid, hidden}
    assert (told[gone].kind, told[gone].name) == (ChangeKind.WITHDRAWN, "")
    assert {change.uuid for change in changes_since(LONG_AGO)} == set(told)
    columns = {field.name for field in SheetTombstone._meta.get_fields()}
    assert columns == {"key", "uuid", "removed_at"}


def test_the_gone_and_the_living_page_together(client: Client) -> None:
    for number in range(6):
        sheet = make_organisation(f"Structure {number}")
        if number % 2:
            remove(sheet)
    moment = timezone.now()
    Organisation.objects.update(updated_at=moment)
    SheetTombstone.objects.update(removed_at=moment)

    def walk(read) -> list[int]:
        found, cursor = [], None
        while page := read(cursor):
            found += [change.key for change in page]
            cursor = read_cursor(page[-1].cursor)
        return found

    backwards = walk(lambda cursor: latest_changes(cursor, limit=2))
    assert len(backwards) == 6
    assert backwards == sorted(backwards, reverse=True)
    assert walk(lambda cursor: changes_since(None, cursor, limit=2)) == backwards[::-1]
    assert changes_since(moment + datetime.timedelta(seconds=1)) == []
    body = client.get(reverse("actors:open-feed")).content.decode()
    assert body.count("<entry>") == 6


def test_a_sheet_that_comes_back_tells_itself() -> None:
    sheet = make_organisation("Revenante")
    uuid = sheet.uuid
    remove(sheet)
    back = make_organisation("Revenante", uuid=uuid)
    (change,) = latest_changes()
    assert (change.key, change.kind) == (back.pk, ChangeKind.CREATED)


def test_the_undoing_of_an_import_is_told_and_a_creation_says_its_file(client: Client) -> None:
    sofia = make_person("Sofia Admin", is_staff=True)
    line = f"SIRET;Nom;Monde;Adresse\n{SIRET};Radio Marne;médias;"
    agree(sofia, line + "1 quai\n")
    sheet = Organisation.objects.get()
    changed = agree(sofia, line + "2 quai\n", source="annuaire de la ville")
    assert changed.change_count == 1
    client.force_login(sofia)
    page = client.get(reverse("actors:history", args=[sheet.uuid])).content.decode()
    assert "importé de annuaire de la ville" in page
    assert "importée de fichier « acteurs.csv »" in page
    other = agree(sofia, "Nom;Monde\nRevue du Val;médias\n")
    gone = Organisation.objects.get(name="Revue du Val").uuid
    undo_run(other, by=sofia, now=timezone.now())
    told = {change.uuid: change.kind for change in latest_changes()}
    assert told[gone] == ChangeKind.WITHDRAWN
