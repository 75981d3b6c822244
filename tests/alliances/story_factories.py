"""Make pages of a journal, sign people in with their posture, and count what a page asks."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, JournalEntry
from terreau.core.partial_dates import PartialDate
from tests.actors.factories import make_person
from tests.alliances.factories import add_member

ENTRY = {
    "title": "Première table",
    "happened_on": "automne 2013",
    "kind": "step",
    "text": "Dix personnes autour d’une table.",
    "source": "",
}
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def make_entry(alliance: Alliance, title: str = "Première table", **fields) -> JournalEntry:
    """Make a page, for members only unless told otherwise."""
    values = {
        "kind": "step",
        "text": "Dix personnes autour d’une table.",
        "happened_on": PartialDate("2013-23"),
        "posture": "Bastien Roy, au nom de Club Gravelle",
        **fields,
    }
    return JournalEntry.objects.create(alliance=alliance, title=title, **values)


def add_inhabitant(alliance: Alliance, full_name: str = "Inès Morel") -> Posture:
    """Make an inhabitant member."""
    posture = Posture(make_person(full_name))
    add_member(alliance, posture)
    return posture


def sign_in(client: Client, posture: Posture) -> Client:
    """Sign in; the only mandate of a person of the cast is their posture."""
    client.force_login(posture.person)
    return client


def page(name: str, alliance: Alliance, **more) -> str:
    """Give the address of a page of an alliance."""
    return reverse(f"alliances:{name}", kwargs={"slug": alliance.slug, **more})


def queries_of(client: Client, address: str) -> int:
    """Count the queries of one page."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def make_archive(**entries: str) -> bytes:
    """Make a zip; `__` in a name stands for a folder and `_dot_` for a dot."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return content.getvalue()


def make_upload(name: str, content: bytes, claimed: str = "application/pdf") -> SimpleUploadedFile:
    """Make an uploaded file; what the browser claims must never matter."""
    return SimpleUploadedFile(name, content, claimed)
