"""The product's addresses and, beside them, two empty pages to compare with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as product
from terreau.dialogues.models import Vote

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def empty_page(request: HttpRequest) -> HttpResponse:
    """The frame of every page, with nothing in it."""
    return render(request, "core/base.html")


@login_not_required
def bare_answer(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware."""
    return HttpResponse("")


@login_not_required
def bare_insert(request: HttpRequest) -> HttpResponse:
    """One row written, with no question asked: what a vote cannot cost less than."""
    said = request.POST
    Vote(
        participant_id=int(said["voice"]),
        statement_id=int(said["statement"]),
        answer=int(said["answer"]),
        channel="device",
        voted_at=timezone.now(),
    ).save(force_insert=True)
    return HttpResponse(status=204)


urlpatterns = [
    path("vide/", empty_page),
    path("nu/", bare_answer),
    path("insertion-nue/", bare_insert),
    *product,
]
