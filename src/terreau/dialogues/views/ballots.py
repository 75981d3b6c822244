"""Ballots: prepare one, hand in a paper, count, read the result."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.jobs import enqueue
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.ballots import (
    COUNT_KIND,
    cast_paper,
    count_ballot,
    create_ballot,
    edit_ballot,
    receipt_of,
)
from terreau.dialogues.ballot_reading import read_result
from terreau.dialogues.bridge.ballots import lot_of
from terreau.dialogues.forms.ballots import BallotForm, PaperForm
from terreau.dialogues.models import Ballot, BallotOption, BallotPaper, Participant
from terreau.dialogues.permissions import can_put_question
from terreau.dialogues.permissions_agendas import can_propose_agenda
from terreau.dialogues.permissions_ballots import can_count_ballot, can_edit_ballot
from terreau.dialogues.views.access import consultation_frame, fetch_consultation
from terreau.dialogues.views.answering import answering_frame, keep_answer
from terreau.dialogues.views.ballot_files import kinds_of
from terreau.dialogues.voices import (
    set_voice_cookie,
)

COUNTED_AT_ONCE = 1_000  # papers; more are counted by a job


def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare a ballot."""
    alliance = fetch_alliance(request, slug)
    require(can_put_question(request.posture, alliance))
    form = BallotForm(request.POST or None, alliance=alliance, instance=Ballot(alliance=alliance))
    if request.method == "POST" and form.is_valid():
        try:
            made = create_ballot(
                alliance, form.values(), form.choices(), by=request.posture, now=timezone.now()
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le scrutin est prêt : relisez-le, puis publiez-le."))
            return redirect("dialogues:ballot", slug, made.uuid)
    context = alliance_frame(request, alliance, "dialogue", _("Préparer un scrutin"))
    return render(request, "dialogues/ballot_form.html", context | {"form": form})


def edit(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Change a draft; the second of two people is told and loses nothing."""
    alliance, ballot = fetch_consultation(request, slug, uuid, Ballot)
    require(can_edit_ballot(request.posture, ballot))
    form = BallotForm(request.POST or None, alliance=alliance, instance=ballot)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_ballot(ballot, form.values(), form.choices(), **stamp),
        blame=NON_FIELD_ERRORS,
    )
    if status == SAVED:
        messages.success(request, _("Le scrutin est enregistré."))
        return redirect("dialogues:ballot", slug, uuid)
    context = consultation_frame(request, ballot, _("Modifier le scrutin")) | {"form": form}
    return render(request, "dialogues/ballot_form.html", context, status=status)


@never_cache
@login_not_required
def ballot(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show a ballot; a POST hands in a paper."""
    _alliance, found = fetch_consultation(request, slug, uuid, Ballot)
    if request.method == "POST":
        return _cast(request, found)
    return _page(request, found)


def _cast(request: HttpRequest, found: Ballot) -> HttpResponse:
    form = PaperForm(found, list(found.options.all()), request.POST)

    def keep(voice: Participant, **told: Any) -> str:
        cast_paper(found, voice, form.content(), **told)
        return receipt_of(voice.uuid, form.content())

    status, receipt = keep_answer(request, found, form, keep)
    if status != SAVED:
        return _page(request, found, form, status=status)
    messages.success(
        request,
        _(
            "Votre bulletin est déposé. Reçu : %(receipt)s. "
            "Vous pouvez le changer jusqu’à la clôture."
        )
        % {"receipt": receipt},
    )
    back = redirect("dialogues:ballot", found.alliance.slug, found.uuid)
    return set_voice_cookie(back, request)


def _page(
    request: HttpRequest, found: Ballot, form: PaperForm | None = None, status: int = 200
) -> HttpResponse:
    now, options = timezone.now(), list(found.options.all())
    voice, frame = answering_frame(request, found, found.question)
    given = BallotPaper.objects.filter(participant=voice).first() if voice else None
    facilitates = frame["facilitates"]
    context = frame | {
        "ballot": found,
        "options": options,
        "given": given,
        "receipt": receipt_of(voice.uuid, given.content) if voice and given else "",
        "form": form or (PaperForm(found, options, initial=given.content if given else None)),
        "papers": found.papers.filter(participant__folded_into=None).count(),
        "lot": _lot(found, options),
        "may_edit": can_edit_ballot(request.posture, found) if facilitates else None,
        "may_count": can_count_ballot(request.posture, found, now=now) if facilitates else None,
        "kinds": kinds_of(found),
        "may_compose": can_propose_agenda(request.posture, found.alliance),
    }
    return render(
        request, "dialogues/ballot.html", context | _results(found, options, context), status=status
    )


def _lot(found: Ballot, options: list[BallotOption]) -> list[str]:
    titles = {option.key: option.title for option in options}
    return [titles[key] for key in lot_of(found, list(titles))]


def _results(found: Ballot, options: list[BallotOption], context: dict[str, Any]) -> dict:
    """The counts, once revealed, or to the facilitators who are about to reveal them."""
    if not (found.revealed_at or context["facilitates"]):
        return {"result": None, "counts": []}
    counts = list(found.counts.order_by("-number"))
    return {
        "result": read_result(found, options, counts[0]) if counts else None,
        "counts": counts[1:],
    }


@require_POST
def count(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Count the papers."""
    _alliance, found = fetch_consultation(request, slug, uuid, Ballot)
    now = timezone.now()
    if found.papers.count() > COUNTED_AT_ONCE:
        require(can_count_ballot(request.posture, found, now=now))
        mandate = request.posture.mandate
        payload = {"ballot": found.pk, "posture": str(mandate.pk) if mandate else ""}
        job = enqueue(COUNT_KIND, payload, by=request.user, key=f"ballot-count:{found.pk}")
        return redirect("core:job", job.pk)
    count_ballot(found, by=request.posture, now=now)
    messages.success(
        request, _("Le scrutin est dépouillé. Dévoilez le résultat quand vous voudrez.")
    )
    return redirect("dialogues:ballot", slug, uuid)
