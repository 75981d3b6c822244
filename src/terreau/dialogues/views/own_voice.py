"""Attach the voice of a device to an account, and take it off again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.verdicts import Refused
from terreau.dialogues.actions.voices import attach_voice, detach_voice
from terreau.dialogues.enums import Space
from terreau.dialogues.kinds import page_of, with_kinds
from terreau.dialogues.models import Consultation
from terreau.dialogues.views.access import fetch_consultation
from terreau.dialogues.voices import (
    device_hash,
    device_voice,
    find_voice,
    give_token,
    set_voice_cookie,
)


def _back(consultation: Consultation) -> HttpResponse:
    return redirect(page_of(with_kinds(Consultation.objects).get(pk=consultation.pk)))


@require_POST
def attach(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Attach what this device answered to the account that is signed in."""
    _alliance, found = fetch_consultation(request, slug, uuid, Consultation)
    here = device_voice(request, found)
    if here is None or here.person_id or here.folded_into_id:
        raise Refused(_("Cet appareil n’a pas de réponses à rattacher dans cette consultation."))
    here.consultation = found
    attach_voice(here, person=request.user, now=timezone.now())
    messages.success(
        request, _("Ces réponses sont rattachées à votre compte : vous les retrouverez partout.")
    )
    return _back(found)


@require_POST
def detach(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Take the account off a voice; its answers stay, and this device keeps it."""
    _alliance, found = fetch_consultation(request, slug, uuid, Consultation)
    voice = find_voice(request, found, Space.INHABITANTS)
    if voice is None or voice.person_id != request.user.pk:
        raise Refused(_("Votre compte n’a pas de réponses dans cette consultation."))
    voice.consultation = found
    give_token(request)
    detach_voice(voice, device_hash=device_hash(request, found))
    messages.success(
        request, _("Votre nom est détaché de ces réponses. Elles restent, sur cet appareil.")
    )
    return set_voice_cookie(_back(found), request)
