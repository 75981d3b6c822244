"""Files of the journal: known by their content, bounded, handed over as downloads."""

import io

import pytest
from django.test import Client
from django.utils import timezone

from terreau.alliances.actions.journal import attach_file
from terreau.alliances.attachments import MAX_BYTES, clean_name, identify
from terreau.alliances.models import Attachment
from terreau.core.verdicts import Refused
from tests.alliances.factories import make_cast
from tests.alliances.story_factories import (
    PNG,
    make_archive,
    make_entry,
    make_upload,
    page,
    sign_in,
)

pytestmark = pytest.mark.django_db
ODT = make_archive(mimetype="application/vnd.oasis.opendocument.text")
ODS = make_archive(mimetype="application/vnd.oasis.opendocument.spreadsheet")
TYPES = {"[Content_Types]_dot_xml": "<Types/>"}
DOCX = make_archive(**TYPES, word__document_dot_xml="<w/>")
XLSX = make_archive(**TYPES, xl__workbook_dot_xml="<x/>")
MACROS = make_archive(**TYPES, word__document_dot_xml="<w/>", word__vbaProject_dot_bin="x")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    ("name", "content", "label"),
    [
        ("bilan.pdf", b"%PDF-1.7\n...", "PDF"),
        ("photo.PNG", PNG, "PNG"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0....", "JPEG"),
        ("photo.webp", b"RIFF....WEBPVP8 ", "WebP"),
        ("récit.odt", ODT, "ODT"),
        ("table.ods", ODS, "ODS"),
        ("récit.docx", DOCX, "DOCX"),
        ("table.xlsx", XLSX, "XLSX"),
        ("notes.txt", "Déjà l’été".encode(), "texte"),
        ("liste.csv", "nom;âge\nInès;30\n".encode("utf-8-sig"), "CSV"),
    ],
)
def test_each_accepted_type_is_known_by_its_content(name, content, label) -> None:
    assert identify(name, io.BytesIO(content), len(content)).label == label


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>a()</script></svg>"),
        ("dessin.txt", b"\n <?xml version='1.0'?><svg/>"),
        ("page.html", b"<!DOCTYPE html><html></html>"),
        ("page.csv", b"a;b\n1;<script>a()</script>"),
        ("outil.pdf", b"MZ\x90\x00\x03"),
        ("outil.txt", b"#!/bin/sh\nrm -rf ."),
        ("outil.bin", b"\x7fELF\x02\x01"),
        ("paquet.zip", make_archive(a_dot_txt="a")),
        ("paquet.docx", b"PK\x03\x04 cut short"),
        ("macros.docx", MACROS),
        ("latin.txt", "Déjà".encode("latin-1")),
    ],
)
def test_what_could_run_or_is_unknown_is_refused_in_a_sentence(name, content) -> None:
    with pytest.raises(Refused, match="n’est pas d’un type accepté"):
        identify(name, io.BytesIO(content), len(content))


def test_a_name_that_lies_about_the_content_is_refused() -> None:
    with pytest.raises(Refused, match=r"finit par « .jpg », mais son contenu est de type PNG"):
        identify("photo.jpg", io.BytesIO(PNG), len(PNG))


def test_ten_megabytes_pass_and_one_byte_more_does_not() -> None:
    content = io.BytesIO(PNG)
    assert identify("photo.png", content, MAX_BYTES).label == "PNG"
    with pytest.raises(Refused, match="10 au plus"):
        identify("photo.png", content, MAX_BYTES + 1)
    with pytest.raises(Refused, match="vide"):
        identify("photo.png", io.BytesIO(), 0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Bureau\\Compte rendu.PDF", "Compte rendu.pdf"),
        ('a"b\r\nX: y;.txt', "a-bX- y.txt"),
        ("\u202egnp.txt", "gnp.txt"),
        (".txt", "txt"),
        ("é" * 300 + ".pdf", "é" * 120 + ".pdf"),
    ],
)
def test_names_are_made_harmless(typed, kept) -> None:
    assert clean_name(typed) == kept


def test_a_member_attaches_and_a_stranger_does_not() -> None:
    cast = make_cast(status="published")
    entry = make_entry(cast.alliance, is_public=True)
    upload = make_upload("photo.png", PNG)
    with pytest.raises(Refused, match="n’est pas membre"):
        attach_file(entry, upload, by=cast.chloe, now=timezone.now())
    found = attach_file(entry, upload, by=cast.ama, now=timezone.now())
    assert (found.content_type, found.size) == ("image/png", len(PNG))
    assert found.file.name.endswith(f"{found.uuid}.png")


def test_the_eleventh_file_is_refused() -> None:
    cast = make_cast()
    entry = make_entry(cast.alliance)
    for number in range(10):
        attach_file(entry, make_upload(f"{number}.png", PNG), by=cast.ama, now=timezone.now())
    with pytest.raises(Refused, match="déjà dix pièces jointes"):
        attach_file(entry, make_upload("11.png", PNG), by=cast.ama, now=timezone.now())


def test_a_wrong_file_is_told_on_the_page_and_nothing_is_kept(client: Client, tmp_path) -> None:
    cast = make_cast()
    entry = make_entry(cast.alliance)
    address = page("entry-attach", cast.alliance, entry=entry.uuid)
    sign_in(client, cast.ama)
    response = client.post(address, {"file": make_upload("a.pdf", b"<html></html>")})
    assert response.status_code == 422
    assert "n’est pas d’un type accepté" in response.content.decode()
    assert not Attachment.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert client.post(address, {"file": make_upload("a.png", PNG)}).status_code == 302


def test_a_file_is_a_download_with_the_type_that_was_read(client: Client) -> None:
    cast = make_cast(status="published")
    entry = make_entry(cast.alliance, is_public=True)
    found = attach_file(entry, make_upload("été.png", PNG), by=cast.ama, now=timezone.now())
    address = page("attachment", cast.alliance, attachment=found.uuid)
    response = client.get(address)
    assert b"".join(response.streaming_content) == PNG
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "image/png"
    found.file.delete(save=False)
    assert client.get(address).status_code == 404


def test_a_file_of_a_members_page_is_not_for_passers_by(client: Client) -> None:
    cast = make_cast(status="published")
    entry = make_entry(cast.alliance)
    found = attach_file(entry, make_upload("a.png", PNG), by=cast.ama, now=timezone.now())
    address = page("attachment", cast.alliance, attachment=found.uuid)
    assert client.get(address).status_code == 404
    assert sign_in(client, cast.chloe).get(address).status_code == 404
    inside = sign_in(client, cast.bastien).get(address)
    assert inside.status_code == 200
    inside.close()
