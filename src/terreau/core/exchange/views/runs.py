"""Follow one import: its columns, preview, decisions, agreement, result and undoing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.core.exchange import presenting, sheets
from terreau.core.exchange.actions import choose_columns, confirm_run
from terreau.core.exchange.deciding import decide_alike, decide_rows
from terreau.core.exchange.forms import AlikeForm, ColumnsForm
from terreau.core.exchange.permissions import (
    can_choose_columns,
    can_confirm_run,
    can_decide_rows,
    can_undo_run,
)
from terreau.core.exchange.planning import find_layout, personal_names
from terreau.core.exchange.reading import TableError
from terreau.core.exchange.recognising import choose_sheet
from terreau.core.exchange.undoing import undo_run
from terreau.core.exchange.views.files import KINDS, dataset_or_404, give_file
from terreau.core.jobs.permissions import can_retry_job
from terreau.core.models import ImportRun, ImportState, Job
from terreau.core.verdicts import Refused, require

WAITING = (
    ImportState.PLANNING,
    ImportState.DECIDING,
    ImportState.RUNNING,
    ImportState.UNDOING,
)


@require_safe
def show_run(request, pk):
    """Show the preview of an import, its progress or its result."""
    run = _run_or_404(request, pk)
    if run.state == ImportState.MAPPING:
        return redirect("exchange:columns", pk=pk)
    return _render_run(request, run)


def _render_run(request, run: ImportRun, *, refusal: str = "", status: int = 200):
    dataset = dataset_or_404(run.dataset)
    shown = request.GET.get("voir", "")
    is_waiting = run.state in WAITING
    job = Job.objects.filter(pk=run.job_id).first() if is_waiting and run.job_id else None
    context = {
        **_frame(run, dataset),
        "counts": presenting.describe_counts(run),
        "tabs": presenting.tabs_of(run, shown),
        "shown": shown,
        "page": None
        if is_waiting
        else presenting.page_of_rows(dataset, run, shown, request.GET.get("page")),
        "job": job,
        "may_retry": can_retry_job(request.user, job) if job else None,
        "is_waiting": is_waiting,
        "left_columns": presenting.left_columns(dataset, run),
        "layout": find_layout(dataset, run.layout),
        "twin": presenting.twins_of(run, request.user) if run.state == "planned" else None,
        "may_confirm": can_confirm_run(request.user, run),
        "may_choose": can_choose_columns(request.user, run),
        "has_decisions": run.state == ImportState.PLANNED and run.rows.decided().exists(),
        "may_undo": can_undo_run(request.user, run),
        "has_sheet": bool(run.reject_count or run.decide_count) and not run.rows_forgotten_at,
        "texts": dataset.result_texts(run) if run.state == ImportState.DONE else [],
        "refusal": refusal,
    }
    return render(request, "core/exchange/run.html", context, status=status)


def _frame(run: ImportRun, dataset) -> dict:
    return {
        "run": run,
        "dataset": dataset,
        "kinds": KINDS,
        "steps": presenting.steps(),
        "step": presenting.current_step(run),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, pk):
    """Say which column each heading of the file is."""
    run = _run_or_404(request, pk)
    dataset = dataset_or_404(run.dataset)
    require(can_choose_columns(request.user, run))
    if request.method == "POST" and "sheet" in request.POST:
        return _read_sheet(request, run)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        dataset=dataset,
        headings=run.headings,
        mapping=run.mapping,
    )
    if request.method == "POST" and form.is_valid() and _choose(request, run, form):
        return redirect("exchange:run", pk=pk)
    described = presenting.describe_headings(dataset, run)
    rows = [{**row, "field": bound} for row, bound in zip(described, form, strict=True)]
    context = {
        **_frame(run, dataset),
        "step": 2,
        "form": form,
        "rows": rows,
        "layout": find_layout(dataset, run.layout),
        "has_personal": bool(personal_names(dataset, None)),
    }
    return render(
        request, "core/exchange/columns.html", context, status=422 if form.errors else 200
    )


def _read_sheet(request, run: ImportRun):
    """Read another sheet, then show its columns; a sheet that cannot be read changes nothing."""
    try:
        choose_sheet(run, sheet=request.POST["sheet"], by=request.user)
    except TableError as error:
        messages.error(request, str(error))
    return redirect("exchange:columns", pk=run.pk)


def _choose(request, run: ImportRun, form: ColumnsForm) -> bool:
    try:
        choose_columns(
            run,
            mapping=form.mapping(),
            by=request.user,
            takes_personal="takes_personal" in request.POST,
            uses_layout="uses_layout" in request.POST,
            now=timezone.now(),
        )
    except TableError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, pk):
    """Settle the rows that look like something known, a few at a time."""
    run = _run_or_404(request, pk)
    dataset = dataset_or_404(run.dataset)
    require(can_decide_rows(request.user, run))
    if request.method == "POST":
        decide_rows(run, _ticked(request.POST), by=request.user, now=timezone.now())
        return redirect("exchange:decide" if run.decide_count else "exchange:run", pk=pk)
    decided = "revoir" in request.GET
    page = presenting.page_to_decide(dataset, run, request.GET.get("page"), decided=decided)
    context = {
        **_frame(run, dataset),
        "step": 4,
        "page": page,
        "decided": decided,
        "alike": AlikeForm(),
        "total": run.rows.filter(awaits=True).count(),
    }
    return render(request, "core/exchange/decide.html", context)


def _ticked(said) -> dict[int, str]:
    """What was ticked row by row; « later » says nothing."""
    return {
        int(name.removeprefix("row_")): choice
        for name, choice in said.items()
        if name.startswith("row_") and name.removeprefix("row_").isdigit() and choice != "later"
    }


@require_POST
def decide_many(request, pk):
    """Keep what was ticked, then decide the same for all the rows on one side of a score."""
    run = _run_or_404(request, pk)
    require(can_decide_rows(request.user, run))
    if ticked := _ticked(request.POST):
        decide_rows(run, ticked, by=request.user, now=timezone.now())
    form = AlikeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Indiquez une ressemblance entre 1 et 100 %."))
        return redirect("exchange:decide", pk=pk)
    before = run.decide_count
    decide_alike(
        run,
        decision=form.cleaned_data["decision"],
        score=form.cleaned_data["score"] / 100,
        by=request.user,
        now=timezone.now(),
    )
    settled = before - run.decide_count
    if run.state == ImportState.PLANNED:
        told = ngettext("%(n)d ligne décidée.", "%(n)d lignes décidées.", settled)
        messages.success(request, told % {"n": settled})
    has_more = run.decide_count and run.state == ImportState.PLANNED
    return redirect("exchange:decide" if has_more else "exchange:run", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, pk):
    """Sum up what will be written, and agree to it."""
    run = _run_or_404(request, pk)
    require(can_confirm_run(request.user, run))
    if request.method == "POST":
        confirm_run(run, by=request.user, now=timezone.now())
        return redirect("exchange:run", pk=pk)
    dataset = dataset_or_404(run.dataset)
    context = {
        **_frame(run, dataset),
        "step": 5,
        "counts": presenting.describe_counts(run),
        "twin": presenting.twins_of(run, request.user),
    }
    return render(request, "core/exchange/confirm.html", context)


@require_POST
def undo(request, pk):
    """Take an import back: whole, or leaving what moved since."""
    run = _run_or_404(request, pk)
    require(can_undo_run(request.user, run))
    leaving = "leaving_moved" in request.POST
    try:
        undo_run(run, by=request.user, leaving_moved=leaving, now=timezone.now())
    except Refused as refusal:
        run.refresh_from_db()
        return _render_run(request, run, refusal=str(refusal), status=409)
    messages.success(request, _("L’annulation de cet import est enregistrée."))
    return redirect("exchange:run", pk=pk)


@require_safe
def download_errors(request, pk, kind):
    """Give back the rows left aside, each with its reasons."""
    run = _run_or_404(request, pk)
    content = sheets.open_errors(dataset_or_404(run.dataset), run, kind)
    return give_file(kind, _("lignes-refusees"), content)


def _run_or_404(request, pk) -> ImportRun:
    return get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
