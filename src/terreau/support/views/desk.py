"""The accompanist's desk."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from terreau.core.context import address_of
from terreau.support.desk_reading import (
    KINDS,
    DeskFilter,
    desk_files,
    kind_word,
    own_tasks,
    waiting_days,
)
from terreau.support.enums import SupportPhase
from terreau.support.models import SupportFile

ON_A_PAGE = 20
SHOWN_TASKS, SHOWN_RECEIVED = 8, 8


def desk(request: HttpRequest) -> HttpResponse:
    """Show all that is followed, what waits first, one's next tasks, and who accompanies us."""
    today, asked = timezone.localdate(), DeskFilter.read(request.GET)
    page = Paginator(desk_files(request.user, asked, today), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    received = SupportFile.objects.shared_with(request.user, today=today).filter(closed_on=None)
    received = received.select_related("organisation", "partnership", "supporter")
    context = {
        "page": page,
        "lines": [(one, waiting_days(one, today), kind_word(one)) for one in page.object_list],
        "tasks": list(own_tasks(request.user, today)[:SHOWN_TASKS]),
        "received": list(received.order_by("-opened_on", "pk")[:SHOWN_RECEIVED]),
        "asked": asked,
        "is_narrowed": asked != DeskFilter(),
        "phases": SupportPhase.choices,
        "kinds": KINDS,
        "today": today,
        "actors_url": address_of("actors:list"),
    }
    return render(request, "support/desk.html", context)
