"""The number of what waits, kept a moment for each person: the frame shows it on each page.

Whoever just acted reads a fresh count: the answer to an act bears the hour in a cookie, so that
every process of the instance sees that what it kept is older. What others do appears after
`TERREAU_TODO_SECONDS` at most; zero keeps nothing.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from terreau.accounts.inbox import count_by_kind

ACTED = "terreau_acted"
MOST_KEPT = 10_000
SAFE = ("GET", "HEAD", "OPTIONS")
_kept: dict[int, tuple[float, dict[str, int]]] = {}


def counts_shortly(request: HttpRequest) -> dict[str, int]:
    """Give the counts nature by nature, asked again when old or when this person acted since."""
    on_page = getattr(request, "_todo_counts", None)
    if on_page is None:
        on_page = request._todo_counts = _counts(request)
    return on_page


def count_shortly(request: HttpRequest) -> int:
    """Give the count of all that waits."""
    return sum(counts_shortly(request).values())


def _counts(request: HttpRequest) -> dict[str, int]:
    key, at = request.user.pk, time.time()
    counted_at, counts = _kept.get(key, (0.0, {}))
    if counted_at > max(at - settings.TERREAU_TODO_SECONDS, _acted_at(request)):
        return counts
    counts = count_by_kind(request.user, timezone.localdate())
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (at, counts)
    return counts


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
