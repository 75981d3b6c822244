"""What every page behind a personal link shares: it is private, slow to guess, and writes on POST.

These pages have no CSRF token. The secret in their address is itself something that another site
cannot know, nothing in them leans on a cookie, and `Referrer-Policy: no-referrer`, which keeps the
secret from leaving, makes browsers hide the origin that the token's check compares.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from terreau.actors.sheet_links import OpenedSheet, open_sheet_link
from terreau.core.rate_limits import limit
from terreau.core.verdicts import require

READ_RATE, WRITE_RATE = "60/m", "60/h"
View = Callable[..., HttpResponse]


def keep_private(response: HttpResponse) -> HttpResponse:
    """Let no address, no search engine and no shared cache keep the secret."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def private_page(view: View) -> View:
    """Open a page to whoever holds its secret, and to them only."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        require(limit(request, "private-link", READ_RATE))
        return keep_private(view(request, *args, **kwargs))

    return csrf_exempt(never_cache(login_not_required(answer)))


def link_page(view: View) -> View:
    """Give a view the sheet that a secret opens, or say why it opens nothing."""

    @wraps(view)
    def answer(request: HttpRequest, secret: str, *args, **kwargs) -> HttpResponse:
        opened = open_sheet_link(secret, now=timezone.now())
        if not opened.verdict:
            return gone(request, opened.verdict.reason)
        if request.method == "POST":
            key = f"link:{opened.sheet_link.link_id}"
            require(limit(request, "private-link-write", WRITE_RATE, key=key))
        return view(request, secret, opened, *args, **kwargs)

    return private_page(answer)


def gone(request: HttpRequest, reason: str) -> HttpResponse:
    """The same page for a secret that never was and for one that no longer opens."""
    return render(request, "actors/review/gone.html", {"reason": reason}, status=410)


__all__ = ["OpenedSheet", "gone", "keep_private", "link_page", "private_page"]
