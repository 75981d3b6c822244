"""The journal: who reads, who writes, several voices, two people at once."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.alliances.actions.journal import add_voice, edit_entry, write_entry
from terreau.alliances.models import JournalEntry
from terreau.core.editing import EditConflict
from terreau.core.journal import records_of
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused
from tests.alliances.factories import make_cast
from tests.alliances.story_factories import (
    ENTRY,
    add_inhabitant,
    make_entry,
    page,
    queries_of,
    sign_in,
)

pytestmark = pytest.mark.django_db
VALUES = ENTRY | {"happened_on": PartialDate("2013-23"), "is_public": False}


def now() -> datetime.datetime:
    return timezone.now()


def test_a_member_writes_a_page_with_a_partial_date_and_its_posture(client: Client) -> None:
    cast = make_cast()
    response = sign_in(client, cast.ama).post(page("journal-write", cast.alliance), ENTRY)
    entry = JournalEntry.objects.get()
    assert response["Location"] == page("entry", cast.alliance, entry=entry.uuid)
    assert (entry.happened_on.text, entry.posture) == ("2013-23", cast.ama.label)
    assert not entry.is_public
    assert "Première table" in records_of(cast.alliance.scope).first().sentence


def test_who_belongs_elsewhere_does_not_write(client: Client) -> None:
    cast = make_cast(status="published")
    response = sign_in(client, cast.chloe).post(page("journal-write", cast.alliance), ENTRY)
    assert response.status_code == 403
    assert "n’est pas membre de cette alliance" in response.content.decode()
    assert not JournalEntry.objects.exists()


def test_an_inhabitant_adds_a_voice_but_writes_no_page() -> None:
    cast = make_cast()
    ines = add_inhabitant(cast.alliance)
    with pytest.raises(Refused, match="ajoutez votre voix"):
        write_entry(cast.alliance, VALUES, by=ines, now=now())
    entry = make_entry(cast.alliance)
    add_voice(entry, text="Nous étions plus nombreux.", by=ines, now=now())
    assert entry.voices.get().posture == ines.label
    with pytest.raises(Refused):
        add_voice(entry, text="Moi aussi.", by=cast.chloe, now=now())


def test_the_public_page_tells_only_public_pages(client: Client) -> None:
    cast = make_cast(status="published")
    make_entry(cast.alliance, "Page ouverte", is_public=True)
    hidden = make_entry(cast.alliance, "Page gardée")
    html = client.get(page("journal", cast.alliance)).content.decode()
    assert "Page ouverte" in html
    assert "Page gardée" not in html
    assert client.get(page("entry", cast.alliance, entry=hidden.uuid)).status_code == 404
    inside = sign_in(client, cast.ama).get(page("journal", cast.alliance)).content.decode()
    assert "Page gardée" in inside
    assert "membres seulement" in inside


def test_a_private_alliance_hides_even_its_public_pages(client: Client) -> None:
    cast = make_cast()
    make_entry(cast.alliance, is_public=True)
    assert client.get(page("journal", cast.alliance)).status_code == 404
    stranger = sign_in(client, cast.chloe)
    assert stranger.get(page("journal", cast.alliance)).status_code == 404


def test_the_story_goes_by_year_and_filters_by_kind(client: Client) -> None:
    cast = make_cast()
    make_entry(cast.alliance, "Ancienne", happened_on=PartialDate("2011"))
    make_entry(cast.alliance, "Un échec", kind="difficulty", happened_on=PartialDate("2019-06"))
    address = page("journal", cast.alliance)
    html = sign_in(client, cast.ama).get(address).content.decode()
    assert html.index("annee-2019") < html.index("annee-2011")
    filtered = client.get(address, {"kind": "difficulty"}).content.decode()
    assert "Un échec" in filtered
    assert "Ancienne" not in filtered
    assert (
        "Le journal a d’autres pages" in client.get(address, {"kind": "meeting"}).content.decode()
    )


def test_hostile_text_is_shown_as_text(client: Client) -> None:
    cast = make_cast()
    entry = make_entry(
        cast.alliance, "<script>a()</script>", text="<img src=x onerror=b()> [clic](javascript:c())"
    )
    html = sign_in(client, cast.ama).get(page("entry", cast.alliance, entry=entry.uuid))
    text = html.content.decode()
    assert "<script>a()" not in text
    assert "<img src=x" not in text
    assert 'href="javascript' not in text


def test_an_impossible_date_is_told_and_nothing_typed_is_lost(client: Client) -> None:
    cast = make_cast()
    typed = ENTRY | {"happened_on": "31/02/2013"}
    html = sign_in(client, cast.ama).post(page("journal-write", cast.alliance), typed)
    assert "n’est pas une date" in html.content.decode()
    assert "Dix personnes autour" in html.content.decode()


def test_the_author_and_a_facilitator_rewrite_a_page_another_member_does_not() -> None:
    cast = make_cast()
    entry = write_entry(cast.alliance, VALUES, by=cast.ama, now=now())
    changed = VALUES | {"title": "La première table"}
    edit_entry(entry, changed, expected_version=1, by=cast.ama, now=now())
    edit_entry(entry, changed, expected_version=2, by=cast.bastien, now=now())
    other = write_entry(cast.alliance, VALUES, by=cast.bastien, now=now())
    with pytest.raises(Refused, match="ajoutez votre voix sous le récit"):
        edit_entry(other, changed, expected_version=1, by=cast.ama, now=now())


def test_two_people_on_one_page_the_second_is_told_and_loses_nothing(client: Client) -> None:
    cast = make_cast()
    entry = write_entry(cast.alliance, VALUES, by=cast.bastien, now=now())
    address = page("entry-edit", cast.alliance, entry=entry.uuid)
    form = sign_in(client, cast.bastien).get(address).context["form"]
    hidden = {"version": form.initial["version"], "base": form.initial["base"]}
    theirs = VALUES | {"text": "Le texte de Fatou."}
    edit_entry(entry, theirs, expected_version=1, by=cast.fatou, now=now())
    with pytest.raises(EditConflict):
        edit_entry(entry, VALUES, expected_version=1, by=cast.bastien, now=now())
    mine = ENTRY | {"text": "Le texte de Bastien."} | hidden
    response = client.post(address, mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Le texte de Fatou." in html
    assert "Le texte de Bastien." in html
    assert JournalEntry.objects.get().text == "Le texte de Fatou."
    again = {name: response.context["form"][name].value() or "" for name in (*ENTRY, *hidden)}
    assert client.post(address, again).status_code == 302
    assert JournalEntry.objects.get().text == "Le texte de Bastien."


def test_the_past_of_a_page_is_read_by_members_only(client: Client) -> None:
    cast = make_cast(status="published")
    public = VALUES | {"is_public": True, "text": "Avant."}
    entry = write_entry(cast.alliance, public, by=cast.ama, now=now())
    after = public | {"text": "Après."}
    edit_entry(entry, after, expected_version=1, by=cast.ama, now=now())
    address = page("entry", cast.alliance, entry=entry.uuid)
    assert "Avant." not in client.get(address).content.decode()
    assert "Avant." in sign_in(client, cast.bastien).get(address).content.decode()


def test_a_voice_is_posted_and_an_empty_one_is_told(client: Client) -> None:
    cast = make_cast()
    entry = make_entry(cast.alliance)
    address = page("entry-voice", cast.alliance, entry=entry.uuid)
    empty = sign_in(client, cast.ama).post(address, {"text": " "})
    assert empty.status_code == 422
    assert "Écrivez quelques mots" in empty.content.decode()
    assert client.post(address, {"text": "De ma classe, j’ai vu autre chose."}).status_code == 302
    assert entry.voices.get().author == cast.ama.person
    assert client.get(address).status_code == 405


def test_the_journal_and_a_page_do_not_grow(client: Client) -> None:
    cast = make_cast()
    entry = make_entry(cast.alliance)
    addresses = [
        page("journal", cast.alliance),
        page("entry", cast.alliance, entry=entry.uuid),
    ]
    sign_in(client, cast.ama)
    before = [queries_of(client, address) for address in addresses]
    for number in range(12):
        make_entry(cast.alliance, f"Page {number}")
        add_voice(entry, text=f"Voix {number}", by=cast.bastien, now=now())
    assert [queries_of(client, address) for address in addresses] == before
    assert before[0] <= 12
    assert before[1] <= 15
