"""Two people edit the same sheet: the second is told, and nothing is lost."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.fields import EVERYTHING
from terreau.actors.forms import OrganisationForm
from terreau.actors.forms.sections import SECTIONS
from terreau.actors.models import ActionDomain, Organisation
from terreau.actors.snapshots import take_snapshot
from terreau.core.editing import EditConflict, claim_version
from terreau.territories.models import Territory
from tests.actors.factories import (
    make_contact,
    make_everything,
    make_organisation,
    make_person,
)
from tests.actors.forms_data import sheet_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    return make_organisation(
        "Club", world="general_interest", description="Texte d’avant", created_by=make_person("Ama")
    )


@pytest.fixture
def editor(client: Client, sheet) -> Client:
    client.force_login(sheet.created_by)
    return client


def address_of(sheet: Organisation, section: str = "activite") -> str:
    return reverse("actors:edit_section", args=[sheet.uuid, section])


def opened(client: Client, sheet: Organisation, section: str = "activite") -> dict:
    """What the browser holds once the form is open: its version and its values as shown."""
    return fields_of(client.get(address_of(sheet, section)))


def fields_of(answer) -> dict:
    """Read the form of the page as a browser without JavaScript would post it."""
    page = answer.content.decode()
    form = page[page.index('name="version"') - 400 : page.rindex("</form>")]
    found: dict[str, list[str]] = {}

    def add(tag: str, value: str) -> None:
        name = re.search(r'name="([^"]*)"', tag)
        if name:
            found.setdefault(name[1], []).append(html.unescape(value))

    for tag in re.findall(r"<input[^>]*>", form):
        value = re.search(r'value="([^"]*)"', tag)
        if 'type="checkbox"' not in tag or "checked" in tag:
            add(tag, value[1] if value else "on" if "checkbox" in tag else "")
    for tag, body in re.findall(r"(<textarea[^>]*>)\r?\n?(.*?)</textarea>", form, re.DOTALL):
        add(tag, body)
    for tag, body in re.findall(r"(<select[^>]*>)(.*?)</select>", form, re.DOTALL):
        for chosen in re.findall(r'<option value="([^"]*)" selected', body):
            add(tag, chosen)
    return {name: value[0] if len(value) == 1 else value for name, value in found.items()}


def test_a_version_is_claimed_once(sheet) -> None:
    same_row = Organisation.objects.get(pk=sheet.pk)
    claim_version(same_row, 1)
    assert same_row.version == 2
    with pytest.raises(EditConflict, match="pendant votre saisie"):
        claim_version(sheet, 1)
    sheet.refresh_from_db()
    assert sheet.version == 2


@pytest.mark.parametrize("section", SECTIONS)
def test_an_untouched_form_saves_what_it_shows(editor: Client, sheet, section: str) -> None:
    make_everything(sheet)
    before = take_snapshot(sheet, EVERYTHING)
    answer = editor.post(address_of(sheet, section), opened(editor, sheet, section))
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert take_snapshot(sheet, EVERYTHING) == before
    assert not sheet.changes.exists()


def test_the_second_person_is_told_and_their_words_are_kept(editor: Client, sheet) -> None:
    first, second = opened(editor, sheet), opened(editor, sheet)
    assert (
        editor.post(address_of(sheet), {**first, "description": "De la première"}).status_code
        == 302
    )
    answer = editor.post(address_of(sheet), {**second, "description": "De la seconde"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Une autre personne a enregistré cette fiche" in page
    assert "Vous l’avez changé tous les deux" in page
    assert "<blockquote>De la première</blockquote>" in page
    assert fields_of(answer)["description"] == "De la seconde"
    sheet.refresh_from_db()
    assert sheet.description == "De la première"
    again = editor.post(address_of(sheet), fields_of(answer))
    assert again.status_code == 302
    sheet.refresh_from_db()
    assert (sheet.description, sheet.version) == ("De la seconde", 3)


def test_what_only_the_other_changed_is_taken_over(editor: Client, sheet) -> None:
    first, second = opened(editor, sheet), opened(editor, sheet)
    domain = ActionDomain.objects.get(code="culture")
    editor.post(
        address_of(sheet), {**first, "address": "1 quai des Carrières", "domains": [domain.pk]}
    )
    answer = editor.post(address_of(sheet), {**second, "description": "De la seconde"})
    page = answer.content.decode()
    assert "Elle l’a changé, et pas vous" in page
    assert "Vous l’avez changé tous les deux" not in page
    editor.post(address_of(sheet), fields_of(answer))
    sheet.refresh_from_db()
    assert sheet.address == "1 quai des Carrières"
    assert sheet.description == "De la seconde"
    assert list(sheet.domains.all()) == [domain]


def test_a_box_unticked_by_the_other_stays_unticked(editor: Client, sheet) -> None:
    make_contact(sheet, value="accueil@exemple.test", is_public=True)
    first, second = opened(editor, sheet, "public"), opened(editor, sheet, "public")
    first.pop("is_public")
    editor.post(address_of(sheet, "public"), first)
    second["public_fields"] = [name for name in second["public_fields"] if name != "address"]
    answer = editor.post(address_of(sheet, "public"), second)
    assert "is_public" not in fields_of(answer)
    editor.post(address_of(sheet, "public"), fields_of(answer))
    sheet.refresh_from_db()
    assert (sheet.is_public, sheet.withheld) == (False, ["address"])


def test_places_of_the_other_are_taken_over_and_named(editor: Client, sheet) -> None:
    seat = Territory.objects.create(kind="commune", code="94018", name="Charenton-le-Pont")
    near = Territory.objects.create(kind="commune", code="94069", name="Saint-Maurice")
    first, second = opened(editor, sheet), opened(editor, sheet)
    theirs = {"place": "commune:94018", "perimeter": ["commune:94018", "commune:94069"]}
    editor.post(address_of(sheet), {**first, **theirs})
    answer = editor.post(address_of(sheet), {**second, "address": "ici"})
    assert "Charenton-le-Pont, Saint-Maurice" in answer.content.decode()
    assert editor.post(address_of(sheet), fields_of(answer)).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.place, set(sheet.perimeter.all()), sheet.address) == (seat, {seat, near}, "ici")


def test_contacts_of_the_other_are_taken_over_and_mine_are_kept(editor: Client, sheet) -> None:
    make_contact(sheet, value="avant@exemple.test")
    address = address_of(sheet, "contacts")
    first, second = opened(editor, sheet, "contacts"), opened(editor, sheet, "contacts")
    theirs = {"contacts-1-kind": "email", "contacts-1-value": "elle@exemple.test"}
    editor.post(address, {**first, **theirs})
    taken = editor.post(address, second)
    assert fields_of(taken)["contacts-1-value"] == "elle@exemple.test"
    mine = {"contacts-1-kind": "email", "contacts-1-value": "moi@exemple.test"}
    contested = editor.post(address, {**second, **mine})
    assert fields_of(contested)["contacts-1-value"] == "moi@exemple.test"
    assert "elle@exemple.test" in contested.content.decode()


def test_a_saving_that_changed_no_field_is_said_so(editor: Client, sheet) -> None:
    second = opened(editor, sheet)
    claim_version(sheet, 1)
    answer = editor.post(address_of(sheet), {**second, "address": "ici"})
    assert answer.status_code == 409
    assert "aucun des champs" in answer.content.decode()


@pytest.mark.parametrize("base", ["", "pas du JSON", "[1, 2]", '{"name": {"x": 1}}'])
def test_a_damaged_memory_of_the_form_loses_nothing(editor: Client, sheet, base: str) -> None:
    claim_version(sheet, 1)
    data = sheet_data(name="Mon nom à moi", version=1) | {"base": base}
    answer = editor.post(address_of(sheet, "identite"), data)
    assert answer.status_code == 409
    assert fields_of(answer)["name"] == "Mon nom à moi"


def test_a_form_without_its_version_asks_to_reload(editor: Client, sheet) -> None:
    answer = editor.post(address_of(sheet, "identite"), sheet_data(name="Autre"))
    assert answer.status_code == 200
    assert "a perdu le numéro de la version" in html.unescape(answer.content.decode())
    sheet.refresh_from_db()
    assert sheet.name == "Club"


def test_values_are_said_as_people_read_them(sheet) -> None:
    sheet.subtype = "association"
    sheet.domains.set(ActionDomain.objects.filter(code__in=["culture", "sport"]))
    form = OrganisationForm(instance=sheet)
    assert form.spoken_value("world") == "intérêt général"
    assert form.spoken_value("subtype") == "association"
    assert form.spoken_value("domains") == "culture, sport"
    assert form.spoken_value("is_public") == "oui"
    assert form.spoken_value("address") == "(vide)"
