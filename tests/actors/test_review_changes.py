"""What a link corrects is written at once; what it says of identity waits; facilitators undo."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.actions.review_decisions import undo_review
from terreau.actors.models import ActionDomain, Organisation, Resource, SheetReview
from terreau.core.journal import records_of, verify_chain
from terreau.core.verdicts import Refused
from tests.actors.factories import make_organisation, make_person, own_name
from tests.actors.fresh_factories import (
    EMAIL,
    make_commune,
    make_link,
    make_sheet,
    make_staff,
    page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> Organisation:
    return make_sheet(description="Un club.")


@pytest.fixture
def secret(sheet) -> str:
    return make_link(sheet)[1]


def fill(client: Client, secret: str, step: str, **typed) -> dict:
    """The fields of a step as its page shows them, with what is typed over them."""
    form = client.get(page(secret, step)).context["form"]
    data = {name: form[name].value() for name in form.fields}
    if form.rows is not None:
        for row in (form.rows.management_form, *form.rows):
            data |= {row.add_prefix(name): row[name].value() for name in row.fields}
    data |= typed
    return {name: value for name, value in data.items() if value is not None and value is not False}


def correct(client: Client, secret: str, step: str, **typed):
    return client.post(page(secret, step), fill(client, secret, step, **typed))


def test_a_correction_is_written_at_once_and_kept_before_and_after(client, sheet, secret) -> None:
    answer = correct(client, secret, "activite", description="Un club de 40 entreprises.")
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert sheet.description == "Un club de 40 entreprises."
    assert sheet.provenance["description"]["by"] == "la structure, par lien (c…@club-gravelle.test)"
    review = SheetReview.objects.get()
    assert review.before["description"]["value"] == "Un club."
    assert review.after["description"]["said"] == "Un club de 40 entreprises."
    assert review.state == "applied"
    assert "Un club de 40" in client.get(page(secret)).content.decode()


def test_a_correction_is_told_to_the_journal_without_any_address(client, sheet, secret) -> None:
    correct(client, secret, "activite", description="Autre chose.")
    told = [(row.verb, str(row.params)) for row in records_of(f"organisation:{sheet.uuid}")]
    assert told[0][0] == "sheet-changed-by-link"
    assert EMAIL not in str(told)
    assert verify_chain(f"organisation:{sheet.uuid}") == []


def test_saving_without_changing_keeps_nothing(client, sheet, secret) -> None:
    version = sheet.version
    for step in ("nom", "activite", "lieu", "contacts", "offres", "savoir-faire", "domaines"):
        assert correct(client, secret, step).status_code == 302, step
    assert SheetReview.objects.count() == 0
    sheet.refresh_from_db()
    assert sheet.contacts.count() == 1
    assert sheet.version >= version


def test_a_number_waits_for_a_facilitator_and_the_rest_does_not(client, sheet, secret) -> None:
    correct(client, secret, "nom", name="Club Gravelle-Bois", siren="732 829 320")
    sheet.refresh_from_db()
    assert (sheet.name, sheet.siren) == ("Club Gravelle-Bois", "")
    proposal = SheetReview.objects.get(state="proposed")
    client.force_login(make_staff().person)
    client.post(reverse("actors:review-decide", args=[proposal.uuid]), {"act": "accept"})
    sheet.refresh_from_db()
    assert sheet.siren == "732829320"


def test_a_wrong_number_is_refused_at_once_and_nothing_is_lost(client, sheet, secret) -> None:
    answer = correct(client, secret, "nom", name="Autre nom", siren="123456789")
    assert answer.status_code == 200
    assert "Autre nom" in answer.content.decode()
    assert SheetReview.objects.count() == 0


def test_a_number_of_another_sheet_is_refused_with_a_sentence(client, sheet, secret) -> None:
    make_organisation("La mairie", world="public", siret="73282932000074")
    answer = correct(client, secret, "nom", siret="73282932000074")
    assert answer.status_code == 200
    assert "porte déjà ce SIRET" in answer.content.decode()
    assert SheetReview.objects.count() == 0


def test_place_domains_and_what_is_public_are_written(client, sheet, secret) -> None:
    commune = make_commune()
    correct(client, secret, "lieu", place=commune.token, address="1 rue du Val")
    domain = ActionDomain.objects.first()
    correct(client, secret, "domaines", domains=[domain.pk])
    data = fill(client, secret, "public", withheld=["address"])
    data.pop("is_public")
    client.post(page(secret, "public"), data)
    sheet.refresh_from_db()
    assert (sheet.place, sheet.address) == (commune, "1 rue du Val")
    assert list(sheet.domains.all()) == [domain]
    assert (sheet.is_public, sheet.withheld) == (False, ["address"])


def test_contacts_offers_needs_and_skills_are_rows(client, sheet, secret) -> None:
    correct(
        client,
        secret,
        "contacts",
        **{"contacts-1-kind": "phone", "contacts-1-value": "01 43 68 00 00"},
    )
    offer = {"lines-0-title": "Salle de 20 places", "lines-0-nature": "premises"}
    correct(client, secret, "offres", **offer, **{"lines-0-quantity": "2,5"})
    correct(client, secret, "besoins", **{**offer, "lines-0-title": "Bénévoles"})
    correct(client, secret, "savoir-faire", **{"skills-0-name": "Réparer des vélos"})
    assert set(sheet.contacts.values_list("value", flat=True)) == {EMAIL, "01 43 68 00 00"}
    lines = Resource.objects.order_by("direction").values_list("direction", "title", "stated_by")
    by = "la structure, par lien (c…@club-gravelle.test)"
    assert list(lines) == [("need", "Bénévoles", by), ("offer", "Salle de 20 places", by)]
    assert sheet.competences.get().name == "Réparer des vélos"
    assert SheetReview.objects.count() == 4


def test_a_line_keeps_what_the_short_form_does_not_show(client, sheet, secret) -> None:
    commune = make_commune()
    line = Resource.objects.create(
        organisation=sheet,
        direction="offer",
        nature="premises",
        title="Salle",
        starts_on=timezone.localdate(),
        stated_at=timezone.now(),
    )
    line.territories.add(commune)
    correct(client, secret, "offres", **{"lines-0-title": "Grande salle"})
    after = Resource.objects.get()
    assert (after.uuid, after.title, after.starts_on) == (line.uuid, "Grande salle", line.starts_on)
    assert list(after.territories.all()) == [commune]


def test_two_savings_at_once_lose_nothing(client, sheet, secret) -> None:
    data = fill(client, secret, "activite", description="La mienne.")
    Organisation.objects.filter(pk=sheet.pk).update(description="Celle d’un autre.")
    answer = client.post(page(secret, "activite"), data)
    assert answer.status_code == 409
    assert "La mienne." in answer.content.decode()
    again = answer.context["form"]
    data["seen"] = again["seen"].value()
    assert client.post(page(secret, "activite"), data).status_code == 302
    sheet.refresh_from_db()
    assert sheet.description == "La mienne."


def test_the_facilitator_sees_before_and_after_and_undoes(client, sheet, secret) -> None:
    correct(client, secret, "activite", description="Faux.")
    staff = make_staff()
    client.force_login(staff.person)
    shown = client.get(reverse("actors:reviews")).content.decode()
    assert "Un club." in shown
    assert "Faux." in shown
    review = SheetReview.objects.get()
    address = reverse("actors:review-decide", args=[review.uuid])
    assert client.post(address, {"act": "undo"}).status_code == 302
    sheet.refresh_from_db()
    review.refresh_from_db()
    assert (sheet.description, review.state) == ("Un club.", "undone")
    assert client.post(address, {"act": "undo"}).status_code == 403


def test_undoing_brings_removed_rows_back(client, sheet, secret) -> None:
    correct(client, secret, "contacts", **{"contacts-0-DELETE": "on"})
    assert sheet.contacts.count() == 0
    undo_review(SheetReview.objects.get(), by=make_staff(), now=timezone.now())
    assert sheet.contacts.get().value == EMAIL


def test_undo_is_refused_once_the_field_moved(client, sheet, secret) -> None:
    correct(client, secret, "activite", description="Par le lien.")
    Organisation.objects.filter(pk=sheet.pk).update(description="Plus tard, à la main.")
    with pytest.raises(Refused, match="présentation"):
        undo_review(SheetReview.objects.get(), by=make_staff(), now=timezone.now())
    sheet.refresh_from_db()
    assert sheet.description == "Plus tard, à la main."


def test_what_the_structure_lets_everybody_see_is_not_undone_for_it(client, sheet, secret) -> None:
    data = fill(client, secret, "public")
    data.pop("is_public")
    client.post(page(secret, "public"), data)
    with pytest.raises(Refused, match="appartient à la structure"):
        undo_review(SheetReview.objects.get(), by=make_staff(), now=timezone.now())


def test_a_member_decides_nothing_and_sees_nothing(client, sheet, secret) -> None:
    correct(client, secret, "activite", description="Par le lien.")
    review = SheetReview.objects.get()
    client.force_login(make_person("Ama Diallo"))
    assert client.get(reverse("actors:reviews")).status_code == 403
    answer = client.post(reverse("actors:review-decide", args=[review.uuid]), {"act": "undo"})
    assert answer.status_code == 403
    with pytest.raises(Refused):
        undo_review(review, by=own_name(make_person("Chloé Martin")), now=timezone.now())
    sheet.refresh_from_db()
    assert sheet.description == "Par le lien."


def test_a_closure_waits_then_closes_then_reopens(client, sheet, secret) -> None:
    answer = client.post(page(secret, name="review-report"), {"kind": "closed", "comment": "2025"})
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert sheet.lifecycle == "active"
    client.force_login(make_staff().person)
    address = reverse("actors:review-decide", args=[SheetReview.objects.get().uuid])
    client.post(address, {"act": "accept"})
    sheet.refresh_from_db()
    assert sheet.lifecycle == "closed"
    client.post(address, {"act": "undo"})
    sheet.refresh_from_db()
    assert sheet.lifecycle == "active"


def test_not_us_takes_the_address_off_once_accepted(client, sheet, secret) -> None:
    client.post(page(secret, name="review-report"), {"kind": "wrong"})
    client.force_login(make_staff().person)
    review = SheetReview.objects.get()
    address = reverse("actors:review-decide", args=[review.uuid])
    client.post(address, {"act": "refuse"})
    assert sheet.contacts.count() == 1
    SheetReview.objects.update(state="proposed")
    client.post(address, {"act": "accept"})
    assert sheet.contacts.count() == 0
    client.post(address, {"act": "undo"})
    assert sheet.contacts.get().value == EMAIL


def test_a_report_needs_its_kind(client, sheet, secret) -> None:
    answer = client.post(page(secret, name="review-report"), {"comment": "?"})
    assert answer.status_code == 200
    assert "Choisissez une des trois réponses." in answer.content.decode()
    assert SheetReview.objects.count() == 0


def test_reviews_seen_wait_no_more_and_proposals_still_do(client, sheet) -> None:
    staff = make_staff()
    _link, secret = make_link(sheet, issued_by=staff.person)
    correct(client, secret, "nom", name="Autre", siren="732829320")
    waiting = SheetReview.objects.waiting_for(staff.person)
    assert waiting.count() == 2
    client.force_login(staff.person)
    keys = list(waiting.values_list("pk", flat=True))
    client.post(reverse("actors:reviews-seen"), {"review": keys})
    assert [review.state for review in waiting.all()] == ["proposed"]


def test_the_list_of_reviews_does_not_grow(client, sheet, secret, count_queries) -> None:
    client.force_login(make_staff().person)
    correct(client, secret, "activite", description="0")
    before = count_queries(client, reverse("actors:reviews"))
    for number in range(1, 6):
        correct(client, secret, "activite", description=str(number))
    assert count_queries(client, reverse("actors:reviews")) == before <= 12
