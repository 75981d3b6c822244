"""Keep the reader's choices, with an account or without."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from terreau.core.context import THEME_COOKIE, THEMES

ONE_YEAR = 365 * 24 * 3600


def _way_back(request) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("home")


@login_not_required
@require_POST
def choose_theme(request):
    """Remember light, dark or the device's scheme."""
    response = HttpResponseRedirect(_way_back(request))
    theme = request.POST.get("theme", "auto")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response
