"""Choose in whose name one speaks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.actors.models import Mandate
from terreau.actors.permissions import can_take_posture
from terreau.actors.posture import SESSION_KEY, Posture
from terreau.core.verdicts import require


@require_POST
def take_posture(request: HttpRequest) -> HttpResponse:
    """Keep in the session the mandate chosen, or one's own name when it is empty."""
    mandate = _chosen_mandate(request)
    if mandate:
        require(can_take_posture(request.user, mandate, today=localdate()))
    request.session[SESSION_KEY] = str(mandate.pk) if mandate else ""
    messages.success(
        request,
        _("Vous parlez désormais ainsi : %(label)s.")
        % {"label": Posture(request.user, mandate).label},
    )
    return redirect(_safe_next(request))


def _chosen_mandate(request: HttpRequest) -> Mandate | None:
    key = request.POST.get("mandate", "")
    if not key:
        return None
    mine = Mandate.objects.filter(person=request.user).select_related("organisation")
    return get_object_or_404(mine, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)


def _safe_next(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "/"
