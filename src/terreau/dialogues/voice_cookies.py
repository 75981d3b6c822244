"""Keep on a device what lets it be recognised in one consultation, and nowhere else.

One random token in a signed cookie; the database only keeps `sha256(token + consultation)`. A
personal link is remembered the same way, so that its secret leaves the address bar at once.
"""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from terreau.dialogues.models import Consultation

DEVICE_COOKIE = "terreau_voice"
LINK_COOKIE = "terreau_link_"  # followed by the code of the consultation
COOKIE_AGE = datetime.timedelta(days=400)  # browsers keep no cookie longer
_SALT = "terreau.dialogues.voices"


def device_hash(request: HttpRequest, consultation: Consultation) -> str:
    """Give what is kept of this device in one consultation; empty for one without a token."""
    token = _token(request)
    if not token:
        return ""
    return hashlib.sha256(f"{token}{consultation.uuid}".encode()).hexdigest()


def give_token(request: HttpRequest) -> None:
    """Give this device its token, if it has none; `set_voice_cookie` then sends it."""
    if not _token(request):
        request.terreau_voice_token = secrets.token_urlsafe(32)


def set_voice_cookie(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Send the token of a device that has just received it."""
    token = getattr(request, "terreau_voice_token", "")
    if token:
        _set_cookie(response, DEVICE_COOKIE, token, COOKIE_AGE)
    return response


def set_link_cookie(
    response: HttpResponse, consultation: Consultation, secret: str, lifetime: datetime.timedelta
) -> HttpResponse:
    """Remember a personal link on this device, so that its secret leaves the address bar."""
    _set_cookie(response, LINK_COOKIE + consultation.code, secret, lifetime)
    return response


def _set_cookie(
    response: HttpResponse, name: str, value: str, lifetime: datetime.timedelta
) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=_SALT,
        max_age=int(lifetime.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _token(request: HttpRequest) -> str:
    fresh = getattr(request, "terreau_voice_token", "")
    return fresh or request.get_signed_cookie(DEVICE_COOKIE, default="", salt=_SALT)


def link_secret(request: HttpRequest, consultation: Consultation) -> str:
    """Give the secret of the personal link that this device remembers, if any."""
    return request.get_signed_cookie(LINK_COOKIE + consultation.code, default="", salt=_SALT)
