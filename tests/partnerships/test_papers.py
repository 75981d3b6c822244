"""Agreements and documents: written from the sheet, read by the parties alone, as ODT and PDF."""

import datetime
import io
import re
import zipfile
import zlib
from contextlib import suppress

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from odf import teletype
from odf.opendocument import load
from odf.text import H, ListItem, P

from terreau.core.jobs.actions import perform
from terreau.core.models import Job
from terreau.core.verdicts import Refused
from terreau.partnerships.actions.agreements import save_template, write_agreement
from terreau.partnerships.models import Agreement, AgreementTemplate, Document
from terreau.partnerships.papers import pdf
from terreau.partnerships.papers.filling import PLACES, shipped_template, unknown_places
from terreau.partnerships.papers.odt import write_odt
from tests.actors.factories import make_person
from tests.alliances.factories import make_cast
from tests.partnerships.factories import (
    make_flow,
    make_objective,
    of_cast,
    page,
    party_of,
    read,
    sign_in,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"0" * 60


def written(cast, **fields) -> Agreement:
    """Write an agreement from the shipped template."""
    made = of_cast(cast, action="# Un titre\n\nDes tuteurs pour *chacun*.", title="R*D*", **fields)
    make_objective(party_of(made, cast.ama), "training", "Trente stages")
    make_flow(party_of(made, cast.bastien), value_eur=700, value_method="20 h × 35 €")
    return write_agreement(
        made, shipped_template(), title="Convention 2027", by=cast.ama, now=timezone.now()
    )


def address(agreement: Agreement, name: str = "agreement") -> str:
    """Give an address of an agreement."""
    return page(name, agreement.partnership, agreement=agreement.uuid)


def test_the_shipped_template_names_only_places_that_a_sheet_fills() -> None:
    text = shipped_template().text
    assert unknown_places(text) == []
    assert all(f"{{{name}}}" in text for name in PLACES)


def test_the_places_are_filled_from_the_sheet_and_what_is_missing_is_said() -> None:
    text = written(make_cast()).text
    assert "**Lycée du Val**" in text
    assert "formation et insertion des élèves (Trente stages)" in text
    assert "valorisé 700 € (20 h × 35 €)" in text
    assert "(à compléter : date de fin)" in text
    assert "\nUn titre\n\nDes tuteurs pour *chacun*." in text
    assert "**R\\*D\\***" in text
    assert "{" not in text


def test_ama_starts_one_rewrites_it_and_every_version_stays(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    sign_in(client, cast.ama)
    start = client.post(page("agreement-new", made), {"title": "Convention", "template": "0"})
    agreement = Agreement.objects.get()
    assert start["Location"] == address(agreement)
    told = {"title": "Convention", "text": "# Notre accord", "version": "1", "base": "{}"}
    assert client.post(address(agreement, "agreement-edit"), told).status_code == 302
    late = client.post(address(agreement, "agreement-edit"), told | {"text": "Autre"})
    assert late.status_code == 409
    html = read(client, address(agreement))
    assert "Notre accord" in html
    assert "Les versions d’avant" in html
    assert "version 2" in html


def test_who_is_not_a_party_reads_neither_agreement_nor_document(client: Client) -> None:
    cast = make_cast()
    agreement = written(cast, is_public=True)
    sign_in(client, cast.fatou)
    for name in ("agreement", "agreement-edit", "agreement-odt", "agreement-pdf"):
        assert client.get(address(agreement, name)).status_code == 403, name
    assert client.get(page("papers", agreement.partnership)).status_code == 403
    assert client.get(page("detail", agreement.partnership)).status_code == 200


def test_a_signed_text_changes_no_more(client: Client) -> None:
    cast = make_cast()
    agreement = written(cast)
    sign_in(client, cast.ama)
    where = address(agreement, "agreement-sign")
    wrong = client.post(where, {"act": "sign", "signed_on": "2026-02-01", "ends_on": "2025-01-01"})
    assert wrong.status_code == 422
    assert client.post(where, {"act": "sign", "signed_on": "2026-02-01"}).status_code == 302
    told = {"title": "x", "text": "y", "version": Agreement.objects.get().version, "base": "{}"}
    refused = client.post(address(agreement, "agreement-edit"), told)
    assert refused.status_code == 403
    assert "son texte ne change plus" in refused.content.decode()
    assert client.post(where, {"act": "end"}).status_code == 302
    assert Agreement.objects.get().state == "ended"


def test_a_party_that_left_keeps_what_it_signed_and_nothing_else(client: Client) -> None:
    cast = make_cast()
    agreement = written(cast)
    made = agreement.partnership
    sign_in(client, cast.ama)
    client.post(address(agreement, "agreement-sign"), {"act": "sign", "signed_on": "2026-02-01"})
    party = party_of(made, cast.bastien)
    party.left_on = datetime.date(2026, 3, 1)
    party.save()
    later = write_agreement(
        made, shipped_template(), title="Avenant", by=cast.ama, now=timezone.now()
    )
    former = sign_in(Client(), cast.bastien)
    listed = former.get(page("papers", made)).text
    assert "Convention 2027" in listed
    assert "Avenant" not in listed
    assert "garde ce qu’elle a signé" in listed
    assert page("papers", made) in former.get(page("detail", made)).text
    kept = former.get(address(agreement))
    assert kept.status_code == 200
    assert "Noter sa fin" not in kept.text
    assert former.get(address(agreement, "agreement-odt")).status_code == 200
    assert former.get(address(later)).status_code == 404
    assert former.get(address(agreement, "agreement-edit")).status_code == 403
    assert former.post(address(agreement, "agreement-sign"), {"act": "end"}).status_code == 403
    sent = {"file": SimpleUploadedFile("plan.pdf", PDF)}
    assert former.post(page("document-add", made), sent).status_code == 403
    party.left_on = datetime.date(2026, 1, 1)
    party.save()
    assert former.get(page("papers", made)).status_code == 403


def test_the_odt_opens_in_another_program(client: Client) -> None:
    cast = make_cast()
    agreement = written(cast)
    answer = sign_in(client, cast.ama).get(address(agreement, "agreement-odt"))
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    read_back = load(io.BytesIO(content))
    titles = [teletype.extractText(one) for one in read_back.getElementsByType(H)]
    assert titles[0] == "Convention de partenariat"
    assert len(titles) == 9
    assert len(read_back.getElementsByType(ListItem)) >= 5
    text = "\n".join(teletype.extractText(one) for one in read_back.getElementsByType(P))
    assert "Trente stages" in text
    assert "Des tuteurs pour chacun." in text


def test_signs_that_xml_fears_stay_in_the_odt() -> None:
    content = write_odt("R & D", 'Un <b>texte</b> & "des" guillemets\x0b.\n\n- un\n- deux')
    body = load(io.BytesIO(content))
    text = "".join(teletype.extractText(one) for one in body.getElementsByType(P))
    assert 'Un <b>texte</b> & "des" guillemets' in text


def unpacked(content: bytes) -> bytes:
    """Give a PDF with its streams unpacked, so that its tags can be looked for."""
    found = [content]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        with suppress(zlib.error):
            found.append(zlib.decompress(packed))
    return b"".join(found)


def test_a_job_draws_the_pdf_and_the_parties_alone_take_it(client: Client) -> None:
    cast = make_cast()
    agreement = written(cast)
    sign_in(client, cast.ama)
    assert client.get(address(agreement, "agreement-pdf")).status_code == 404
    asked = client.post(address(agreement, "agreement-pdf-make"))
    job = Job.objects.get()
    assert asked["Location"] == reverse("core:job", args=[job.pk])
    perform(str(job.pk))
    assert "Prendre le PDF" in read(client, reverse("core:job", args=[job.pk]))
    answer = client.get(address(agreement, "agreement-pdf"))
    content = b"".join(answer.streaming_content)
    inside = unpacked(content)
    assert content.startswith(b"%PDF-1.7")
    assert all(word in inside for word in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"pdfuaid"))
    assert sign_in(Client(), cast.fatou).get(address(agreement, "agreement-pdf")).status_code == 403


def test_without_pango_a_sentence_says_what_to_do(client: Client, monkeypatch) -> None:
    def fail(name: str):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "import_module", fail)
    cast = make_cast()
    agreement = written(cast)
    sign_in(client, cast.ama)
    html = client.post(address(agreement, "agreement-pdf-make"), follow=True).content.decode()
    assert "Prenez la convention en ODT" in html
    assert not Job.objects.exists()
    assert client.get(address(agreement, "agreement-odt")).status_code == 200


def test_a_document_is_known_by_its_content(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    sign_in(client, cast.ama)
    where = page("document-add", made)
    liar = SimpleUploadedFile("plan.pdf", b"<html><script>", "application/pdf")
    refused = client.post(where, {"file": liar})
    assert refused.status_code == 422
    assert "n’est pas d’un type accepté" in refused.content.decode()
    assert client.post(where, {"file": SimpleUploadedFile("../plan.pdf", PDF)}).status_code == 302
    kept = Document.objects.get()
    assert kept.name == "plan.pdf"
    answer = client.get(page("document", made, document=kept.uuid))
    assert answer["X-Content-Type-Options"] == "nosniff"
    outside = sign_in(Client(), cast.fatou).get(page("document", made, document=kept.uuid))
    assert outside.status_code == 403
    assert (
        sign_in(Client(), cast.bastien)
        .post(page("document-remove", made, document=kept.uuid))
        .status_code
        == 403
    )
    assert client.post(page("document-remove", made, document=kept.uuid)).status_code == 302
    assert not Document.objects.exists()
    default_storage.delete(kept.file.name)


def test_only_the_staff_changes_the_templates_of_the_instance(client: Client) -> None:
    cast = make_cast()
    refused = sign_in(Client(), cast.ama).get(reverse("partnerships:templates"))
    assert refused.status_code == 403
    staff = make_person("Odile Lam", is_staff=True)
    client.force_login(staff)
    new = reverse("partnerships:template-new")
    wrong = client.post(new, {"name": "Court", "text": "{inconnu}", "version": ""})
    assert wrong.status_code == 200
    assert "{inconnu}" in wrong.content.decode()
    assert "Ces repères n’existent pas" in wrong.content.decode()
    told = {"name": "Court", "text": "Entre {parties}", "is_offered": "on"}
    assert client.post(new, told).status_code == 302
    template = AgreementTemplate.objects.get()
    where = reverse("partnerships:template", args=[template.pk])
    assert client.post(where, told | {"version": "1", "base": "{}"}).status_code == 302
    assert client.post(where, told | {"version": "1", "base": "{}"}).status_code == 409
    made = of_cast(cast)
    html = read(sign_in(Client(), cast.ama), page("agreement-new", made))
    assert "Court" in html
    assert "Convention simple" not in html


def test_the_act_itself_refuses_who_is_not_staff() -> None:
    cast = make_cast()
    with pytest.raises(Refused, match="son administration"):
        save_template(
            AgreementTemplate(), name="x", text="y", is_offered=True, expected_version=1,
            by=cast.ama, now=timezone.now(),
        )  # fmt: skip
    assert not AgreementTemplate.objects.exists()
