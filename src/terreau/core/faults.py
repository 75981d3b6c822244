"""Turn faults of the database and of the disk into sentences, and lose nothing that was typed."""

import errno
import logging
import re
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fault:
    """What happened, and after how many seconds to try again."""

    title: Any
    sentence: Any
    retry_after: int


BUSY = Fault(
    _("Terreau est très occupé"),
    _(
        "Quelqu’un d’autre écrit au même moment et votre demande n’a pas pu passer. "
        "Recommencez dans quelques secondes."
    ),
    5,
)
FULL = Fault(
    _("Il n’y a plus de place"),
    _(
        "Le disque de cette instance est plein et rien de plus ne peut être enregistré. "
        "Prévenez les personnes qui l’administrent, puis recommencez."
    ),
    300,
)
READ_ONLY = Fault(
    _("Terreau est en lecture seule"),
    _(
        "Cette instance ne peut rien enregistrer pour le moment, le temps d’un entretien. "
        "Vous pouvez lire ; recommencez votre envoi plus tard."
    ),
    300,
)
UNREACHABLE = Fault(
    _("La base de données ne répond pas"),
    _(
        "Terreau n’arrive pas à joindre ses données. Recommencez dans une minute ; si cela dure, "
        "prévenez les personnes qui administrent l’instance."
    ),
    60,
)
_SQLITE = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": UNREACHABLE,
    "SQLITE_IOERR": UNREACHABLE,
}
# SQLSTATE codes, the longest prefix first.
_POSTGRESQL = {
    "55P03": BUSY,
    "40001": BUSY,
    "40P01": BUSY,
    "57014": BUSY,
    "53100": FULL,
    "25006": READ_ONLY,
    "53": UNREACHABLE,
    "57P": UNREACHABLE,
    "08": UNREACHABLE,
}
_DISK = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY}
# What must not be written back into a page, even to the person who typed it.
_SECRET = re.compile(r"passw|mot_de_passe|secret|token|code|otp", re.IGNORECASE)


class DatabaseFaultMiddleware:
    """Answer 503 with a sentence when the database is locked, full, read-only or away."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Leave requests alone."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer known faults; leave the others to the page of errors."""
        return answer_fault(request, exception)


def answer_fault(request: HttpRequest, exception: BaseException | None) -> HttpResponse | None:
    """Make the page of a known fault, without touching the database, or None."""
    fault = find_fault(exception)
    if fault is None:
        return None
    logger.error("%s %s: %s", request.method, request.path, exception)
    if request.headers.get("HX-Request"):
        return _answer_slice(request, fault)
    fields, has_left_out = _typed(request)
    context = {
        "fault": fault,
        "fields": fields,
        "has_left_out": has_left_out,
        "action": request.get_full_path(),
        "is_post": request.method == "POST",
        "csrf_token": get_token(request),
        "sheet": _static("core/terreau.css"),
        "night": _static("core/night.css"),
        "mark": _static("core/favicon.svg"),
    }
    page = get_template("core/errors/fault.html").render(context)
    return _unavailable(page, fault)


def _answer_slice(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Say the fault among the messages of the page, which keeps what was typed in it."""
    context = {"fault": fault, "is_post": request.method == "POST"}
    response = _unavailable(get_template("core/errors/_fault_notice.html").render(context), fault)
    response["HX-Retarget"], response["HX-Reswap"] = ".messages", "innerHTML show:top"
    return response


def _unavailable(page: str, fault: Fault) -> HttpResponse:
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(fault.retry_after)
    response["Cache-Control"] = "no-store"
    return response


def find_fault(exception: BaseException | None) -> Fault | None:
    """Recognise a fault by the code that SQLite, PostgreSQL or the system gives it."""
    if isinstance(exception, OSError):
        return _DISK.get(exception.errno)
    if not isinstance(exception, DatabaseError):
        return None
    cause = exception.__cause__
    if name := getattr(cause, "sqlite_errorname", ""):
        return next((fault for code, fault in _SQLITE.items() if name.startswith(code)), None)
    if state := getattr(cause, "sqlstate", None):
        return next((fault for code, fault in _POSTGRESQL.items() if state.startswith(code)), None)
    # PostgreSQL gives no code when it cannot be reached at all.
    return UNREACHABLE if type(cause).__name__ == "OperationalError" else None


def _typed(request: HttpRequest) -> tuple[list[tuple[str, str]], bool]:
    """Give back what was typed, and tell whether something had to be left out."""
    if request.method != "POST":
        return [], False
    try:
        posted, files = request.POST, request.FILES
    except (RawPostDataException, OSError):
        return [], True
    kept = [
        (name, value)
        for name, values in posted.lists()
        if name != "csrfmiddlewaretoken" and not _SECRET.search(name)
        for value in values
    ]
    left_out = bool(files) or any(_SECRET.search(name) for name in posted if "csrf" not in name)
    return kept, left_out


def _static(path: str) -> str:
    try:
        return static(path)
    except ValueError:  # the static files are not collected: a bare page is still a page
        return ""
