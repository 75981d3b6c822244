"""What every page behind a link to a sheet shares: it is private, and writes on POST."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from terreau.actors.sheet_links import OpenedSheet, open_sheet_link
from terreau.core.private_pages import keep_private, private_page
from terreau.core.rate_limits import limit
from terreau.core.verdicts import require

WRITE_RATE = "60/h"
View = Callable[..., HttpResponse]


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
