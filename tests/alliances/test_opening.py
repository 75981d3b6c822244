"""The three steps of an opening, without JavaScript, and who may take them."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance, Invitation
from tests.actors.factories import make_organisation, make_person, make_speaker
from tests.alliances.factories import make_place
from tests.alliances.story_factories import sign_in

pytestmark = pytest.mark.django_db
QUESTION = {
    "question": "Comment loger les apprentis d’ici ?",
    "name": "Loger ensemble",
    "started_on": "automne 2013",
    "instigation_story": "Un repas de quartier.",
}
STEP = "alliances:open-step"


def perimeter() -> dict:
    """A perimeter of one commune."""
    return {"territories": [make_place().token], "perimeter_label": "Les bords de Marne"}


def guests(*rows: dict) -> dict:
    """The third form as a browser sends it: three guests, most of them empty."""
    sent = {"g-TOTAL_FORMS": "3", "g-INITIAL_FORMS": "0"}
    for number in range(3):
        row = rows[number] if number < len(rows) else {}
        for name in ("organisation_name", "world", "email", "person_name", "message"):
            sent[f"g-{number}-{name}"] = row.get(name, "")
    return sent


def walk_to_guests(client: Client, **question) -> None:
    """Take the first two steps."""
    assert client.post(reverse(STEP, args=["question"]), QUESTION | question).status_code == 302
    assert client.post(reverse(STEP, args=["perimetre"]), perimeter()).status_code == 302


@pytest.fixture
def bastien():
    return make_speaker("Bastien Roy", "Club Gravelle", world="economic")


@pytest.fixture
def at_work(client: Client, bastien) -> Client:
    return sign_in(client, bastien)


def test_three_steps_open_an_alliance_facilitated_by_its_opener(at_work: Client, bastien) -> None:
    walk_to_guests(at_work)
    answer = at_work.post(reverse(STEP, args=["invites"]), guests(), follow=True)
    alliance = Alliance.objects.get()
    assert answer.redirect_chain[-1][0] == alliance.get_absolute_url()
    assert "L’alliance est ouverte" in answer.text
    assert (alliance.status, alliance.governance_form) == ("open", "informal")
    assert alliance.instigator == bastien.organisation
    assert str(alliance.started_on) == "automne 2013"
    assert [unit.code for unit in alliance.perimeter.all()] == ["94018"]
    assert alliance.facilitator_count == 1


def test_going_back_and_forth_loses_nothing(at_work: Client) -> None:
    walk_to_guests(at_work)
    typed = guests({"email": "pas une adresse", "person_name": "Ama Diallo"})
    back = at_work.post(reverse(STEP, args=["invites"]), typed | {"back": "1"})
    assert back.url == reverse(STEP, args=["perimetre"])
    page = at_work.get(back.url).text
    assert "Les bords de Marne" in page
    assert "Charenton-le-Pont" in page
    relabelled = perimeter() | {"perimeter_label": "La boucle", "back": "1"}
    assert at_work.post(back.url, relabelled).url == reverse("alliances:open")
    assert "Comment loger les apprentis d’ici ?" in at_work.get(reverse("alliances:open")).text
    assert "La boucle" in at_work.get(back.url).text
    again = at_work.get(reverse(STEP, args=["invites"])).text
    assert "pas une adresse" in again
    assert "Ama Diallo" in again
    assert not Alliance.objects.exists()


def test_a_guest_emptied_after_a_return_is_not_invited(at_work: Client) -> None:
    walk_to_guests(at_work)
    address = reverse(STEP, args=["invites"])
    at_work.post(address, guests({"email": "ama@exemple.test"}) | {"back": "1"})
    page = at_work.get(address)
    assert page.context["formset"].management_form["INITIAL_FORMS"].value() == 0
    at_work.post(address, guests())
    assert Alliance.objects.count() == 1
    assert not Invitation.objects.exists()


def test_a_step_cannot_be_skipped(at_work: Client) -> None:
    for step in ("perimetre", "invites"):
        assert at_work.get(reverse(STEP, args=[step])).url == reverse("alliances:open")
    at_work.post(reverse(STEP, args=["question"]), QUESTION)
    answer = at_work.get(reverse(STEP, args=["invites"]))
    assert answer.url == reverse(STEP, args=["perimetre"])


def test_an_unknown_step_does_not_exist(at_work: Client) -> None:
    walk_to_guests(at_work)
    assert at_work.get(reverse(STEP, args=["quatrieme"])).status_code == 404


def test_without_a_mandate_one_is_told_how(client: Client) -> None:
    client.force_login(make_person("Inès Morel"))
    answer = client.get(reverse("alliances:open"))
    assert answer.status_code == 403
    assert "au nom d’une organisation" in answer.text
    assert reverse("actors:create") in answer.text


def test_what_was_typed_before_signing_in_is_kept(client: Client, bastien) -> None:
    assert client.get(reverse("alliances:open")).status_code == 200
    answer = client.post(reverse(STEP, args=["question"]), QUESTION)
    assert answer.status_code == 302
    assert "connexion" in client.get(answer.url).url
    client.force_login(bastien.person)
    assert "Comment loger les apprentis d’ici ?" in client.get(reverse("alliances:open")).text


@pytest.mark.parametrize("step", ["perimetre", "invites"])
def test_the_next_steps_ask_to_sign_in(client: Client, step: str) -> None:
    client.post(reverse(STEP, args=["question"]), QUESTION)
    assert "connexion" in client.get(reverse(STEP, args=[step])).url


def test_a_question_is_asked_in_a_sentence(at_work: Client) -> None:
    answer = at_work.post(reverse(STEP, args=["question"]), QUESTION | {"question": ""})
    assert answer.status_code == 200
    assert "Écrivez la question qui rassemble" in answer.text
    assert "Loger ensemble" in answer.text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"territories": []}, "Choisissez au moins un territoire"),
        ({"territories": ["commune:99999"]}, "99999"),
        ({"territories": ["n’importe quoi"]}, "N’IMPORTE QUOI"),
        ({"territories-q": "Zzyzx-les-Oies"}, "Aucun territoire ne répond à « Zzyzx-les-Oies »"),
    ],
)
def test_a_wrong_territory_is_told(at_work: Client, sent: dict, words: str) -> None:
    at_work.post(reverse(STEP, args=["question"]), QUESTION)
    answer = at_work.post(reverse(STEP, args=["perimetre"]), sent | {"perimeter_label": "Ici"})
    assert answer.status_code == 200
    assert words in answer.text
    assert 'value="Ici"' in answer.text


def test_a_perimeter_from_the_composer_is_taken(at_work: Client) -> None:
    at_work.post(reverse(STEP, args=["question"]), QUESTION)
    page = at_work.get(reverse(STEP, args=["perimetre"]), {"t": make_place().token})
    assert "Charenton-le-Pont" in page.text


def test_two_alliances_of_one_name_have_two_addresses(at_work: Client) -> None:
    for name in ("Loger ensemble", "Loger ensemble", "Ouvrir", "🌱"):
        walk_to_guests(at_work, name=name)
        at_work.post(reverse(STEP, args=["invites"]), guests())
    slugs = set(Alliance.objects.values_list("slug", flat=True))
    assert slugs == {"loger-ensemble", "loger-ensemble-2", "alliance-ouvrir", "alliance"}


def test_guests_of_each_kind_get_their_letter(
    at_work: Client, django_capture_on_commit_callbacks
) -> None:
    ama = make_speaker("Ama Diallo", "Lycée du Val", world="academic")
    walk_to_guests(at_work)
    rows = (
        {"organisation_name": "Ferme neuve", "world": "economic", "email": "neuve@exemple.test"},
        {"organisation_name": "lycee du val"},
        {"email": "ines@exemple.test", "person_name": "Inès Morel"},
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert at_work.post(reverse(STEP, args=["invites"]), guests(*rows)).status_code == 302
    assert Organisation.objects.get(name="Ferme neuve").world == "economic"
    sent = {one.email: one.organisation for one in Invitation.objects.all()}
    assert sent[ama.person.email] == ama.organisation
    assert sent["ines@exemple.test"] is None
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(sent)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"email": "ama@"}, "Cette adresse n’est pas complète"),
        ({"organisation_name": "Inconnue"}, "choisissez son monde"),
        ({"person_name": "Ama"}, "Donnez une adresse"),
    ],
)
def test_one_invalid_guest_creates_nothing(at_work: Client, row: dict, words: str) -> None:
    walk_to_guests(at_work)
    good = {"email": "ines@exemple.test"}
    answer = at_work.post(reverse(STEP, args=["invites"]), guests(good, row))
    assert answer.status_code == 200
    assert words in answer.text
    assert "ines@exemple.test" in answer.text
    assert not Alliance.objects.exists()


def test_a_guest_refused_by_the_rules_creates_nothing_and_sends_nothing(
    at_work: Client, django_capture_on_commit_callbacks
) -> None:
    make_organisation("Sans voix")
    walk_to_guests(at_work)
    rows = ({"email": "ines@exemple.test"}, {"organisation_name": "Sans voix"})
    with django_capture_on_commit_callbacks(execute=True):
        answer = at_work.post(reverse(STEP, args=["invites"]), guests(*rows))
    assert "Personne ne parle encore pour « Sans voix »" in answer.text
    assert not Alliance.objects.exists()
    assert mail.outbox == []


def test_a_form_tampered_with_is_told_and_creates_nothing(at_work: Client) -> None:
    walk_to_guests(at_work)
    answer = at_work.post(reverse(STEP, args=["invites"]), {"g-TOTAL_FORMS": "mille"})
    assert answer.status_code == 200
    assert not Alliance.objects.exists()


def test_the_qualification_help_leans_with_its_reasons_and_never_forbids(client: Client) -> None:
    address = reverse("alliances:qualification")
    assert "Voir la réponse" in client.get(address).text
    answer = client.get(address, {"whose": "partnership", "end": "partnership", "worlds": "x"})
    assert "Cela ressemble à un partenariat" in answer.text
    assert "Base : 2 réponses" in answer.text
    assert reverse("alliances:open") in answer.text
