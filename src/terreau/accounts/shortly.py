"""Answers kept a moment for each person, and asked again as soon as that person acts.

Whoever just acted reads a fresh answer: the answer to an act bears the hour in a cookie, so that
every process of the instance sees that what it kept is older. What others do appears after
`TERREAU_TODO_SECONDS` at most; zero keeps nothing.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

ACTED = "terreau_acted"
SAFE = ("GET", "HEAD", "OPTIONS")
_moments: list["Moment"] = []


class Moment:
    """What one question answered to the last persons who asked it; passers-by are one person."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, dict[Hashable, tuple[float, Any]]] = {}
        _moments.append(self)

    def ask(self, request: HttpRequest, find: Callable[[], Any], *key: Hashable) -> Any:
        """Give the answer kept for this person and this key, or find it."""
        at = time.time()
        mine = self._kept.get(request.user.pk, {})
        found_at, answer = mine.get(key, (0.0, None))
        if found_at > max(at - settings.TERREAU_TODO_SECONDS, _acted_at(request)):
            return answer
        answer = find()
        if len(self._kept) >= self._most:
            self._kept.clear()
        old = at - settings.TERREAU_TODO_SECONDS
        fresh = {one: kept for one, kept in mine.items() if kept[0] > old}
        self._kept[request.user.pk] = fresh | {key: (at, answer)}
        return answer

    def forget(self, person: Hashable) -> None:
        """Keep nothing more for one person."""
        self._kept.pop(person, None)

    def cache_clear(self) -> None:
        """Keep nothing for anybody."""
        self._kept.clear()


def _acted_at(request: HttpRequest) -> float:
    try:
        return float(request.COOKIES.get(ACTED, "0"))
    except ValueError:
        return float("inf")


class ActedMiddleware:
    """Note when somebody acts, so that the next page asks again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the answer of an act bear its hour."""
        response = self.get_response(request)
        # Who was never asked for did nothing in their own name: the user is not fetched for this.
        user = getattr(request, "_cached_user", None)
        if request.method not in SAFE and user is not None and user.is_authenticated:
            for moment in _moments:
                moment.forget(user.pk)
            response.set_cookie(
                ACTED,
                f"{time.time():.3f}",
                max_age=settings.TERREAU_TODO_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
