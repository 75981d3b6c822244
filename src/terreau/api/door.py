"""The door of the API: reading only, for everybody, from any site, at a measured pace."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from terreau.api.problems import problem
from terreau.core.rate_limits import client_address, limit, parse_rate

METHODS = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponse]


def public_door(view: View) -> View:
    """Open a view of the API to everybody: CORS, pace, ETag, HEAD and OPTIONS."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return _for_any_site(_answer(view, request, args, kwargs))

    return opened


def _answer(view: View, request: HttpRequest, args, kwargs) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
    if request.method not in METHODS:
        told = _("L’API se lit seulement : utilisez GET.")
        return problem(405, "method-not-allowed", told, Allow=", ".join(METHODS))
    rate = settings.TERREAU_API_RATE
    pace = limit(request, "api", rate, key=client_address(request))
    if not pace:
        return problem(429, "too-many-requests", pace.reason, Retry_After=str(parse_rate(rate)[1]))
    is_head = request.method == "HEAD"
    if is_head:  # the server keeps the headers and leaves the body out
        request.method = "GET"
    response = view(request, *args, **kwargs)
    if is_head:
        request.method = "HEAD"
    return _if_new(request, response)


def _if_new(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Mark the answer by its content, and send no body to whoever has it already."""
    if response.status_code != 200:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=60"
    patch_vary_headers(response, ["Accept-Language"])
    return get_conditional_response(request, etag=etag, response=response) or response


def _for_any_site(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return response
