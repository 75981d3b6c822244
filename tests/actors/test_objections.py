"""An objection erases at once, everywhere, and what was erased does not come back."""

import datetime

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.models import PersonalLink
from terreau.actors.actions.objections import ask_objection, erase_person
from terreau.actors.enums_campaigns import BlockedKind
from terreau.actors.models import (
    CampaignTarget,
    Objection,
    ObjectionRequest,
    Organisation,
    OrganisationContact,
    Position,
    SheetChange,
    SheetReview,
)
from terreau.actors.objections import blocked_rows, is_blocked
from terreau.core.journal import records_of
from terreau.core.models import ImportRow, ImportRun
from tests.actors.factories import make_contact, make_organisation
from tests.actors.fresh_factories import (
    EMAIL,
    launched,
    make_link,
    make_position,
    make_sheet,
    make_staff,
    page,
)
from tests.actors.test_review_changes import correct

pytestmark = pytest.mark.django_db
MARIE = "marie@club-gravelle.test"


@pytest.fixture
def sheet() -> Organisation:
    return make_sheet()


def ask_by_form(client: Client, capture, **typed) -> str:
    """Ask by the public form and give the path of the link in the letter."""
    with capture(execute=True):
        answer = client.post(typed.pop("address", reverse("actors:objection")), typed)
    assert answer.status_code == 200, answer.content.decode()
    letter = mail.outbox[-1].body
    start = letter.index("http://testserver") + len("http://testserver")
    return letter[start:].split()[0]


def test_the_form_erases_once_the_address_is_proved(
    client, sheet, django_capture_on_commit_callbacks
) -> None:
    make_position(sheet)
    make_contact(sheet, kind="phone", value="01.43.68.00.00")
    path = ask_by_form(client, django_capture_on_commit_callbacks, email=MARIE.upper())
    assert Position.objects.count() == 1
    shown = client.get(path).content.decode()
    assert "Marie Durand" in shown
    assert Position.objects.count() == 1
    answer = client.post(path)
    assert "C’est fait" in answer.content.decode()
    assert Position.objects.count() == 0
    assert list(sheet.contacts.values_list("value", flat=True)) == [EMAIL, "01.43.68.00.00"]
    assert ObjectionRequest.objects.count() == 0
    assert client.post(path).status_code == 410


def test_the_answer_is_the_same_for_a_listed_and_an_unknown_address(
    client, sheet, django_capture_on_commit_callbacks
) -> None:
    make_position(sheet)
    pages = []
    for address in (MARIE, "inconnue@exemple.test"):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("actors:objection"), {"email": address})
        pages.append(answer.content.decode().replace(address, "…"))
    assert len(mail.outbox) == 2
    strip = [text.split("<main", 1)[1].split("</main>")[0] for text in pages]
    assert strip[0] == strip[1]


def test_a_name_and_a_telephone_are_erased_from_the_sheet_one_came_from(
    client, sheet, django_capture_on_commit_callbacks
) -> None:
    other = make_sheet("Ailleurs", email="")
    for body in (sheet, other):
        make_position(body, full_name="Durand Marie", email="")
        make_contact(body, kind="phone", value="+33 1 43 68 00 00")
    path = ask_by_form(
        client,
        django_capture_on_commit_callbacks,
        address=f"{reverse('actors:objection')}?fiche={sheet.uuid}",
        email="perso@exemple.test",
        full_name="marie durand",
        phone="0143680000",
    )
    client.post(path)
    assert list(Position.objects.values_list("organisation", flat=True)) == [other.pk]
    assert not sheet.contacts.filter(kind="phone").exists()
    assert other.contacts.filter(kind="phone").exists()


def test_a_homonym_with_another_address_is_left_alone(sheet) -> None:
    make_position(sheet, email="une-autre@exemple.test")
    erase_person(email=MARIE, full_name="Marie Durand", organisation=sheet, now=timezone.now())
    assert Position.objects.count() == 1


def test_every_copy_is_cleaned(client, sheet) -> None:
    staff = make_staff()
    _link, secret = make_link(sheet, email=MARIE)
    make_contact(sheet, value=MARIE, label="Marie Durand")
    correct(client, secret, "activite", description=f"Écrire à {MARIE}, s’il vous plaît.")
    correct(client, secret, "contacts", **{"contacts-1-label": "Marie"})
    campaign = launched(staff, [sheet])
    run = ImportRun.objects.create(
        dataset="organisations",
        file=ContentFile(f"name,email\nClub Gravelle,{MARIE}\n".encode(), "a.csv"),
        file_name="a.csv",
        state="done",
        samples={"email": [MARIE]},
        created_at=timezone.now(),
    )
    ImportRow.objects.create(
        run=run, rank=1, line=2, part=0, cells={"email": MARIE}, values={"email": MARIE}
    )
    erasure = erase_person(email=MARIE, organisation=sheet, now=timezone.now())
    assert erasure.contacts == 1
    everywhere = [
        list(model._base_manager.values())
        for model in (
            Organisation, Organisation.history.model, OrganisationContact, SheetReview,
            SheetChange, CampaignTarget, ImportRun, ImportRow, Objection,
        )
    ]  # fmt: skip
    assert MARIE not in str(everywhere).lower()
    sheet.refresh_from_db()
    assert "s’il vous plaît" in sheet.description
    run.refresh_from_db()
    assert not run.file
    assert campaign.targets.get().email == EMAIL
    assert client.get(page(secret)).status_code == 410


def test_the_journal_tells_the_fact_and_not_the_person(sheet) -> None:
    make_position(sheet)
    erase_person(email=MARIE, now=timezone.now())
    lines = [*records_of(f"organisation:{sheet.uuid}"), *records_of("instance")]
    assert {line.verb for line in lines} == {"person-erased", "objection-received"}
    assert "Marie" not in str([(line.params, line.posture) for line in lines])
    assert MARIE not in str([line.params for line in lines])


def test_what_was_erased_does_not_come_back_by_a_file(sheet) -> None:
    make_position(sheet)
    erase_person(email=MARIE, now=timezone.now())
    rows = [
        {"name": "Club Gravelle", "emails": f"accueil@club.test | {MARIE.upper()}"},
        {"name": "Club Gravelle", "phones": "+33 (0)1 43 68 00 00"},
        {"name": "club gravelle", "full_name": "DURAND Marie"},
        {"name": "Ailleurs", "full_name": "Marie Durand"},
        {"name": "Club Gravelle", "emails": ["accueil@club.test"], "phones": ""},
    ]
    assert sorted(blocked_rows(rows)) == [0, 1, 2]
    assert is_blocked(email=MARIE)
    assert is_blocked(phone="01 43 68 00 00")
    assert not is_blocked(email="accueil@club.test")


def test_only_digests_are_kept_and_the_key_may_change(sheet, settings) -> None:
    make_position(sheet)
    erase_person(email=MARIE, now=timezone.now())
    kept = str(list(Objection.objects.values()))
    assert MARIE not in kept
    assert "Durand" not in kept
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "une autre clé"
    assert not is_blocked(email=MARIE)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert is_blocked(email=MARIE)


def test_blocked_rows_cost_one_question_for_all(django_assert_max_num_queries) -> None:
    erase_person(email=MARIE, now=timezone.now())
    rows = [{"name": f"Structure {n}", "emails": f"{n}@exemple.test"} for n in range(200)]
    with django_assert_max_num_queries(3):
        assert blocked_rows(rows) == {}


def test_a_link_holder_withdraws_and_the_link_dies(client, sheet) -> None:
    _link, secret = make_link(sheet)
    address = page(secret, name="review-objection")
    assert client.post(address, {}).status_code == 200
    assert sheet.contacts.count() == 1
    answer = client.post(address, {"withdraw": "on"})
    assert "C’est fait" in answer.content.decode()
    assert sheet.contacts.count() == 0
    assert client.get(page(secret)).status_code == 410


def test_an_organisation_is_hidden_and_not_erased(client, sheet) -> None:
    _link, secret = make_link(sheet)
    client.post(page(secret, name="review-objection"), {"unlist": "on"})
    sheet.refresh_from_db()
    assert (sheet.is_public, sheet.contacts.count()) == (False, 1)
    assert client.get(sheet.get_absolute_url()).status_code == 404
    assert SheetReview.objects.get().kind == "objection"
    assert client.get(page(secret)).status_code == 200


def test_a_one_person_business_is_emptied_and_does_not_come_back(client) -> None:
    sheet = make_sheet(
        "Marie Durand, vélos", legal_category="1000", siren="732829320", address="1 rue du Val"
    )
    run = ImportRun.objects.create(
        dataset="organisations", file_name="a.csv", state="done", created_at=timezone.now()
    )
    cells = ["Marie Durand, vélos", "732829320"]
    ImportRow.objects.create(run=run, rank=1, line=2, cells=cells, values={"name": cells[0]})
    _link, secret = make_link(sheet)
    client.post(page(secret, name="review-objection"), {"erase": "on"})
    sheet.refresh_from_db()
    row = ImportRow.objects.get()
    assert (row.cells, row.values) == (["", ""], {"name": ""})
    assert "Durand" not in str(list(Organisation.objects.values()))
    assert "Durand" not in str(list(Organisation.history.values()))
    assert (sheet.siren, sheet.address, sheet.is_public) == ("", "", False)
    assert blocked_rows([{"name": "Marie Durand, vélos", "siren": "732 829 320"}])


def test_a_company_cannot_erase_its_sheet(client, sheet) -> None:
    _link, secret = make_link(sheet)
    shown = client.get(page(secret, name="review-objection")).content.decode()
    assert "entreprise individuelle" not in shown
    client.post(page(secret, name="review-objection"), {"erase": "on"})
    sheet.refresh_from_db()
    assert sheet.name == "Club Gravelle"


def test_a_request_never_confirmed_is_forgotten() -> None:
    then = timezone.now() - datetime.timedelta(days=3)
    ask_objection(email=MARIE, now=then)
    assert ObjectionRequest.objects.count() == 1
    ask_objection(email="autre@exemple.test", now=timezone.now())
    assert list(ObjectionRequest.objects.values_list("email", flat=True)) == ["autre@exemple.test"]
    assert PersonalLink.objects.count() == 1


def test_nobody_fills_another_s_mailbox(client, django_capture_on_commit_callbacks) -> None:
    codes = []
    for _ in range(4):
        with django_capture_on_commit_callbacks(execute=True):
            codes.append(client.post(reverse("actors:objection"), {"email": MARIE}).status_code)
    assert codes == [200, 200, 200, 403]
    assert len(mail.outbox) == 3


def test_stopping_the_messages_leaves_the_sheet(client, sheet) -> None:
    campaign = launched(make_staff(), [sheet])
    _link, secret = make_link(sheet, target=campaign.targets.get())
    address = page(secret, name="review-unsubscribe")
    client.get(address)
    assert Objection.objects.count() == 0
    client.post(address, {"List-Unsubscribe": "One-Click"})
    assert Objection.objects.get().kind == BlockedKind.MESSAGES
    assert campaign.targets.get().answer == "unsubscribed"
    assert sheet.contacts.count() == 1
    assert not is_blocked(email=EMAIL)


def test_facilitators_see_a_count_and_nothing_else(client, sheet) -> None:
    make_position(sheet)
    make_organisation("Autre")
    erase_person(email=MARIE, now=timezone.now())
    client.force_login(make_staff().person)
    shown = client.get(reverse("actors:campaigns")).content.decode()
    assert "3 données bloquées" in shown
    assert "Marie" not in shown
