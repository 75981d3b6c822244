"""The number of what waits, kept a moment for each person: the frame shows it on each page.

Whoever just acted reads a fresh count: the answer to an act bears the hour in a cookie, so that
every process of the instance sees that what it kept is older. What others do appears after
`TERREAU_TODO_SECONDS` at most; zero keeps nothing.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from terreau.portal.waiting import count_waiting

ACTED = "terreau_acted"
MOST_KEPT = 10_000
SAFE = ("GET", "HEAD", "OPTIONS")
_kept: dict[int, tuple[float, int]] = {}


def count_shortly(request: HttpRequest) -> int:
    """Give the count, asked again when it is old or when this person acted since."""
    key, at = request.user.pk, time.time()
    counted_at, count = _kept.get(key, (0.0, 0))
    if counted_at > max(at - settings.TERREAU_TODO_SECONDS, _acted_at(request)):
        return count
    count = count_waiting(request.user)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (at, count)
    return count


def _acted_at(request: HttpRequest) -> float:
    try:
        return float(request.COOKIES.get(ACTED, "0"))
    except ValueError:
        return float("inf")


class ActedMiddleware:
    """Note when somebody acts, so that the next page counts again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the answer of an act bear its hour."""
        response = self.get_response(request)
        # Who was never asked for did nothing in their own name: the user is not fetched for this.
        user = getattr(request, "_cached_user", None)
        if request.method not in SAFE and user is not None and user.is_authenticated:
            _kept.pop(user.pk, None)
            response.set_cookie(
                ACTED,
                f"{time.time():.3f}",
                max_age=settings.TERREAU_TODO_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
