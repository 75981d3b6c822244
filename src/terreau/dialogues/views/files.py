"""Conversations in and out, in the Polis format."""

import tempfile
import zipfile
from typing import IO
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.posture import SESSION_KEY
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.jobs import enqueue
from terreau.core.verdicts import require
from terreau.dialogues.actions.files import IMPORT_KIND
from terreau.dialogues.enums import Space
from terreau.dialogues.exchange.polis_writing import write_archive
from terreau.dialogues.forms.files import ConversationFilesForm
from terreau.dialogues.models import Conversation
from terreau.dialogues.permissions import can_put_question
from terreau.dialogues.permissions_files import can_take_conversation
from terreau.dialogues.views.access import fetch_consultation


def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the files of a conversation; a job writes it as a draft."""
    alliance = fetch_alliance(request, slug)
    require(can_put_question(request.posture, alliance))
    sent = request.method == "POST"
    form = ConversationFilesForm(request.POST, request.FILES) if sent else ConversationFilesForm()
    if sent and form.is_valid():
        stored = _store(form.cleaned_data["files"])
        mandate = request.posture.mandate
        payload = {
            "alliance": alliance.pk,
            "file": stored,
            "space": form.cleaned_data["space"],
            "source": form.cleaned_data["source"],
            "posture": str(mandate.pk) if mandate else request.session.get(SESSION_KEY, ""),
        }
        job = enqueue(IMPORT_KIND, payload, by=request.user)
        return redirect("core:job", job.pk)
    context = alliance_frame(request, alliance, "dialogue", _("Reprendre une conversation"))
    return render(request, "dialogues/conversation_files.html", context | {"form": form})


def _store(files: list[UploadedFile]) -> str:
    """Keep the files together until the job has read them."""
    with tempfile.TemporaryFile() as packed:
        _pack(files, packed)
        packed.seek(0)
        return default_storage.save(f"imports/conversation-{uuid4()}.zip", File(packed))


def _pack(files: list[UploadedFile], packed: IO[bytes]) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            if str(one.name).lower().endswith(".zip") and zipfile.is_zipfile(one):
                with zipfile.ZipFile(one) as inner:
                    for member in inner.infolist():
                        if member.filename.lower().endswith(".csv"):
                            archive.writestr(member.filename, inner.read(member))
            else:
                archive.writestr(str(one.name), one.read())


@login_not_required
def take(request: HttpRequest, slug: str, uuid: UUID, space: str) -> FileResponse:
    """Give one space of a conversation, as it stands, in the Polis format."""
    _alliance, conversation = fetch_consultation(request, slug, uuid, Conversation)
    if space not in Space.values:
        raise Http404(_("Cet espace n’existe pas."))
    require(can_take_conversation(request.posture, conversation, Space(space), now=timezone.now()))
    name = f"{conversation.alliance.slug}-{conversation.code.lower()}-{space}.zip"
    return FileResponse(
        write_archive(conversation, Space(space)), as_attachment=True, filename=name
    )
