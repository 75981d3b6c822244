"""Lead from the address of a merged sheet to the sheet that answers for it."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from terreau.actors.models import Organisation

View = Callable[..., HttpResponse]


def following_mergers(view: View) -> View:
    """Answer 301 towards the kept sheet where the address is that of a merged one."""

    @wraps(view)
    def answer(request: HttpRequest, uuid: UUID, **more) -> HttpResponse:
        try:
            return view(request, uuid=uuid, **more)
        except Http404:
            target = _target(request, uuid) if request.method in ("GET", "HEAD") else None
            if target is None:
                raise
            address = reverse(request.resolver_match.view_name, kwargs={"uuid": target, **more})
            return HttpResponsePermanentRedirect(address)

    return answer


def _target(request: HttpRequest, uuid: UUID) -> UUID | None:
    visible = Organisation.objects.visible_to(request.user)
    return visible.filter(absorbed__uuid=uuid).values_list("uuid", flat=True).first()
