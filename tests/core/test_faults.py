"""A database locked, full, read-only or away: a sentence, and nothing typed is lost."""

import errno
import html
import re
import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError
from django.test import Client, RequestFactory

from terreau.core.faults import (
    BUSY,
    FULL,
    READ_ONLY,
    UNREACHABLE,
    DatabaseFaultMiddleware,
    find_fault,
)
from tests.instances import Instance

POST = """
import sqlite3
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
settings.ROOT_URLCONF = "tests.core.fault_urls"
settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.2
from django.db import connection
from django.test import Client
client = Client(raise_request_exception=False)
assert client.post("/notes/", {"text": ["a"]}).status_code == 200
{fault}
answer = client.post("/notes/?n=1", {"text": ["Chêne <b>\\n=1"] + ["x" * 2000] * 50})
print(answer.status_code, answer.headers.get("Retry-After"))
print(answer.content.decode())
"""
FAULTS = {
    "locked": """
other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
""",
    "full": """
with connection.cursor() as cursor:
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count={pages + 2}")
""",
    "read-only": """
with connection.cursor() as cursor:
    cursor.execute("PRAGMA query_only=ON")
""",
}


@pytest.mark.parametrize(
    ("name", "retry_after", "sentence"),
    [
        ("locked", 5, "Quelqu’un d’autre écrit au même moment"),
        ("full", 300, "Le disque de cette instance est plein"),
        ("read-only", 300, "ne peut rien enregistrer"),
    ],
)
def test_a_real_fault_of_sqlite_is_told_and_what_was_typed_is_kept(
    nursery, tmp_path, name, retry_after, sentence
):
    instance = Instance(tmp_path, nursery=nursery)
    instance.write_secret()
    page = instance.python(POST.replace("{fault}", FAULTS[name]))
    assert f"\n503 {retry_after}\n" in f"\n{page}"  # what the log says may come first
    assert sentence in page
    assert 'action="/notes/?n=1"' in page
    kept = re.findall(r'<textarea name="text" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    assert html.unescape(kept[0]) == "Chêne <b>\n=1"
    assert len(kept) == 51
    with sqlite3.connect(instance.sqlite) as database:
        assert database.execute("SELECT count(*) FROM note WHERE text LIKE 'Ch%'").fetchone()[0] < 2


def raised(kind: type[DatabaseError], cause: BaseException) -> DatabaseError:
    error = kind(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("exception", "fault"),
    [
        (raised(OperationalError, psycopg.errors.LockNotAvailable()), BUSY),
        (raised(OperationalError, psycopg.errors.DeadlockDetected()), BUSY),
        (raised(OperationalError, psycopg.errors.DiskFull()), FULL),
        (raised(OperationalError, psycopg.errors.TooManyConnections()), UNREACHABLE),
        (raised(OperationalError, psycopg.errors.AdminShutdown()), UNREACHABLE),
        (raised(OperationalError, psycopg.OperationalError("connection refused")), UNREACHABLE),
        (raised(DatabaseError, psycopg.errors.ReadOnlySqlTransaction()), READ_ONLY),
        (raised(IntegrityError, psycopg.errors.UniqueViolation()), None),
        (OSError(errno.ENOSPC, "no space"), FULL),
        (OSError(errno.ENOENT, "no file"), None),
        (ValueError("another matter"), None),
        (None, None),
    ],
)
def test_each_fault_is_recognised(exception, fault):
    assert find_fault(exception) == fault


def answer(**posted) -> str:
    request = RequestFactory().post("/notes/", posted)
    fault = raised(OperationalError, psycopg.errors.LockNotAvailable())
    return DatabaseFaultMiddleware(None).process_exception(request, fault).content.decode()


def test_secrets_and_files_are_not_written_back():
    page = answer(text="Chêne", password="très-secret", csrfmiddlewaretoken="jeton-ancien")
    assert "Chêne" in page
    assert "très-secret" not in page
    assert "jeton-ancien" not in page
    assert "à donner de nouveau" in page
    assert "à donner de nouveau" not in answer(text="Chêne")


def test_the_page_can_be_sent_again_under_csrf_protection():
    page = answer(text="Chêne")
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', page)


def test_another_error_is_left_to_the_page_of_errors():
    request = RequestFactory().get("/")
    assert DatabaseFaultMiddleware(None).process_exception(request, ValueError()) is None


def test_a_fault_met_around_the_views_is_told_too(monkeypatch, db):
    def fail(self, *args):
        raise raised(OperationalError, psycopg.errors.LockNotAvailable())

    monkeypatch.setattr("terreau.actors.posture.PostureMiddleware.__call__", fail)
    got = Client(raise_request_exception=False).get("/")
    assert got.status_code == 503
    assert "Quelqu’un d’autre écrit" in got.content.decode()


def test_a_slice_is_answered_among_the_messages_and_the_page_keeps_what_was_typed():
    request = RequestFactory().post("/notes/", {"text": "Chêne"}, headers={"hx-request": "true"})
    fault = raised(OperationalError, psycopg.errors.LockNotAvailable())
    got = DatabaseFaultMiddleware(None).process_exception(request, fault)
    assert (got.status_code, got["HX-Retarget"]) == (503, ".messages")
    page = got.content.decode()
    assert "Quelqu’un d’autre écrit" in page
    assert "toujours dans la page" in page
    assert "<html" not in page


def test_the_page_lets_htmx_show_that_answer(client, db, settings):
    page = html.unescape(client.get("/sources/").content.decode())
    assert 'class="messages"' in page
    told = settings.HTMX_CONFIG["responseHandling"]
    first = next(one for one in told if re.fullmatch(one["code"], "503"))
    assert first == {"code": "503", "swap": True, "error": True}
    assert '"code": "503", "swap": true' in page
