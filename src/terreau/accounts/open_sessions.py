"""Where a person is signed in: the device in two words and the day, no address kept on screen."""

import datetime
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from terreau.accounts.models import Person

# The first that is found names it: many browsers also say the name of another.
_BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class OpenSession:
    """One machine that is signed in."""

    pk: int
    device: str
    opened_at: datetime.datetime
    is_current: bool


def open_sessions(
    person: Person, *, current_key: str | None, now: datetime.datetime
) -> list[OpenSession]:
    """List the sessions that still open something, this one first; one query."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    rows = UserSession.objects.filter(user=person, session_key__in=alive).order_by("-created_at")
    found = [
        OpenSession(
            row.pk, device_of(row.user_agent), row.created_at, row.session_key == current_key
        )
        for row in rows[:50]
    ]
    return sorted(found, key=lambda one: not one.is_current)


def device_of(user_agent: str) -> str:
    """Say « Firefox sur Windows », as far as the browser tells."""
    browser = next((word for mark, word in _BROWSERS.items() if mark in user_agent), "")
    system = next((word for mark, word in _SYSTEMS.items() if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s sur %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("appareil inconnu")
