"""Ballots in and out: Pabulib for budgets, PrefLib for ranks."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.ballot_files import import_ballot
from terreau.dialogues.bridge.ballot_files import to_pabulib, to_preflib
from terreau.dialogues.enums import BallotMethod, Space
from terreau.dialogues.forms.files import BallotFileForm
from terreau.dialogues.models import Ballot
from terreau.dialogues.permissions import can_put_question
from terreau.dialogues.permissions_ballot_files import can_take_papers
from terreau.dialogues.views.access import fetch_consultation

KINDS = {BallotMethod.EQUAL_SHARES: ("pb",), BallotMethod.APPROVAL: ()}
RANKED = ("toi",)


def kinds_of(ballot: Ballot) -> tuple[str, ...]:
    """The formats in which a ballot may be taken out."""
    return KINDS.get(BallotMethod(ballot.method), RANKED)


@login_not_required
def take(request: HttpRequest, slug: str, uuid: UUID, space: str, kind: str) -> HttpResponse:
    """Give the papers of one space, without any name."""
    _alliance, found = fetch_consultation(request, slug, uuid, Ballot)
    if space not in Space.values or kind not in kinds_of(found):
        raise Http404(_("Ce fichier n’existe pas."))
    require(can_take_papers(request.posture, found, Space(space)))
    options = list(found.options.all())
    rows = found.papers.filter(participant__space=space, participant__folded_into=None)
    papers = dict(
        rows.order_by("participant__number").values_list("participant__number", "content")
    )
    cast = {str(number): content for number, content in papers.items()}
    if kind == "pb":
        text = to_pabulib(found, options, cast, str(Space(space).label))
    else:
        text = to_preflib(found, options, cast)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"{found.alliance.slug}-{found.code.lower()}-{space}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a ballot in, closed and ready to be counted."""
    alliance = fetch_alliance(request, slug)
    require(can_put_question(request.posture, alliance))
    sent = request.method == "POST"
    form = BallotFileForm(request.POST, request.FILES) if sent else BallotFileForm()
    if sent and form.is_valid() and form.read:
        try:
            made = import_ballot(
                alliance,
                form.read,
                space=Space(form.cleaned_data["space"]),
                source=form.cleaned_data["source"],
                by=request.posture,
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("Le scrutin est repris ; il reste à le dépouiller."))
            return redirect("dialogues:ballot", slug, made.uuid)
    context = alliance_frame(request, alliance, "dialogue", _("Reprendre un scrutin"))
    return render(request, "dialogues/ballot_files.html", context | {"form": form})
