"""Recognise a device that speaks alone: nobody signed in on it, no personal link kept on it."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from terreau.dialogues.models import Consultation
from terreau.dialogues.voice_cookies import LINK_COOKIE, device_hash


def lone_device(request: HttpRequest, asked: UUID) -> str:
    """Give what is kept of this device in a consultation; empty when more than it may speak."""
    names = request.COOKIES
    if settings.SESSION_COOKIE_NAME in names or any(n.startswith(LINK_COOKIE) for n in names):
        return ""
    return device_hash(request, Consultation(uuid=asked))
