"""The number of what waits, kept a moment for each person: the frame shows it on each page."""

from django.http import HttpRequest
from django.utils import timezone

from terreau.accounts.inbox import count_by_kind
from terreau.accounts.shortly import Moment

_counts = Moment(most=10_000)


def counts_shortly(request: HttpRequest) -> dict[str, int]:
    """Give the counts nature by nature, asked again when old or when this person acted since."""
    on_page = getattr(request, "_todo_counts", None)
    if on_page is None:
        on_page = _counts.ask(request, lambda: count_by_kind(request.user, timezone.localdate()))
        request._todo_counts = on_page
    return on_page


def count_shortly(request: HttpRequest) -> int:
    """Give the count of all that waits."""
    return sum(counts_shortly(request).values())
