"""« Mes réponses »: everything a voice has said, changeable until the close."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from terreau.dialogues.enums import Space, VoteAnswer
from terreau.dialogues.forms.votes import WantedForm
from terreau.dialogues.models import Conversation
from terreau.dialogues.views.access import fetch_consultation
from terreau.dialogues.views.conversations import conversation_frame
from terreau.dialogues.voices import find_voice, may_answer, space_of
from terreau.dialogues.voting import all_votes, count_put_to_vote

PAGE_SIZE = 25


@never_cache
@login_not_required
@require_safe
def answers(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """List the answers of this voice, in the order of the statements."""
    _alliance, conversation = fetch_consultation(request, slug, uuid, Conversation)
    space = space_of(request, conversation)
    voice = find_voice(request, conversation, space) if space else None
    wanted = WantedForm(request.GET)
    page = Paginator(all_votes(voice), PAGE_SIZE).get_page(request.GET.get("page"))
    context = conversation_frame(request, conversation, "answers", _("Mes réponses")) | {
        "voice": voice,
        "is_organisation": space == Space.ORGANISATIONS,
        "page": page,
        "choices": VoteAnswer.choices,
        "total": count_put_to_vote(conversation, space) if space else 0,
        "said": wanted.cleaned_data["recu"] if wanted.is_valid() else None,
        "verdict": may_answer(voice, conversation, timezone.now()),
    }
    return render(request, "dialogues/answers.html", context)
