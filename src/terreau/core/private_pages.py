"""Pages that open to whoever holds the secret of their address, and to them only.

These pages have no CSRF token. The secret in their address is itself something that another site
cannot know, nothing in them leans on a cookie, and `Referrer-Policy: no-referrer`, which keeps the
secret from leaving, makes browsers hide the origin that the token's check compares.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from terreau.core.rate_limits import limit
from terreau.core.verdicts import require

READ_RATE = "60/m"
View = Callable[..., HttpResponse]


def keep_private(response: HttpResponse) -> HttpResponse:
    """Let no address, no search engine and no shared cache keep the secret."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def private_page(view: View) -> View:
    """Open a page to whoever holds its secret, and to them only; it is slow to guess."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        require(limit(request, "private-link", READ_RATE))
        return keep_private(view(request, *args, **kwargs))

    return csrf_exempt(never_cache(login_not_required(answer)))
