"""Bring files in and take them out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.core.exchange import sheets
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.datasets import Dataset, every_dataset, get_dataset
from terreau.core.exchange.forms import UploadForm
from terreau.core.exchange.permissions import (
    can_confirm_run,
    can_export_rows,
    can_import_rows,
    can_undo_run,
)
from terreau.core.exchange.reading import TableError
from terreau.core.exchange.undoing import undo_run
from terreau.core.exchange.writing import MEDIA_TYPES
from terreau.core.models import ImportRun
from terreau.core.verdicts import Refused, require

RECENT = 20


@require_safe
def list_imports(request):
    """List what can be brought in or taken out, and one's own recent imports."""
    datasets = [
        {
            "dataset": dataset,
            "may_import": can_import_rows(request.user, dataset),
            "may_export": can_export_rows(request.user, dataset),
        }
        for dataset in every_dataset()
    ]
    runs = ImportRun.objects.visible_to(request.user).select_related("requested_by")
    runs = runs.defer("preview", "rejected")[:RECENT]
    return render(request, "core/exchange/imports.html", {"datasets": datasets, "runs": runs})


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, name):
    """Ask for a file, then go to its preview."""
    dataset = _dataset_or_404(name)
    require(can_import_rows(request.user, dataset))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = _receive(request, dataset, form)
        if run is not None:
            return redirect("exchange:run", pk=run.pk)
    status = 422 if form.errors else 200
    return render(
        request, "core/exchange/upload.html", {"dataset": dataset, "form": form}, status=status
    )


def _receive(request, dataset: Dataset, form: UploadForm) -> ImportRun | None:
    file = form.cleaned_data["file"]
    said = {name: form.cleaned_data[name] for name in ("source", "licence", "empty_clears")}
    posture = getattr(request.posture, "label", "")
    try:
        return receive_file(
            dataset=dataset,
            file_name=file.name,
            content=file.read(),
            by=request.user,
            posture=posture,
            now=timezone.now(),
            **said,
        )
    except TableError as error:
        form.add_error("file", str(error))
        return None


@require_safe
def show_run(request, pk):
    """Show the preview of an import, its progress or its result."""
    return _render_run(request, _run_or_404(request, pk))


def _render_run(request, run: ImportRun, *, refusal: str = "", status: int = 200):
    dataset = _dataset_or_404(run.dataset)
    context = {
        "run": run,
        "dataset": dataset,
        "preview": sheets.describe_preview(dataset, run),
        "may_confirm": can_confirm_run(request.user, run),
        "may_undo": can_undo_run(request.user, run),
        "refusal": refusal,
    }
    return render(request, "core/exchange/run.html", context, status=status)


@require_POST
def confirm(request, pk):
    """Agree to what the preview shows."""
    run = _run_or_404(request, pk)
    confirm_run(run, by=request.user, now=timezone.now())
    return redirect("exchange:run", pk=pk)


@require_POST
def undo(request, pk):
    """Take an import back."""
    run = _run_or_404(request, pk)
    require(can_undo_run(request.user, run))
    try:
        undo_run(run, by=request.user, now=timezone.now())
    except Refused as refusal:
        return _render_run(request, run, refusal=str(refusal), status=409)
    messages.success(request, _("L’annulation de cet import est enregistrée."))
    return redirect("exchange:run", pk=pk)


@require_safe
def download_errors(request, pk, kind):
    """Give back the refused rows, each with its reasons."""
    run = _run_or_404(request, pk)
    return _file(
        kind, _("lignes-refusees"), sheets.write_errors(_dataset_or_404(run.dataset), run, kind)
    )


@require_safe
def download_export(request, name, kind):
    """Give out the rows that this person may see."""
    dataset = _dataset_or_404(name)
    require(can_export_rows(request.user, dataset))
    try:
        content = sheets.write_export(dataset, request.user, kind)
    except TableError as error:
        messages.error(request, str(error))
        return redirect("exchange:list")
    return _file(kind, dataset.name, content)


@require_safe
def download_template(request, name, kind):
    """Give an empty file with the right headings and one example."""
    dataset = _dataset_or_404(name)
    require(can_import_rows(request.user, dataset))
    return _file(kind, f"{dataset.name}-modele", sheets.write_template(dataset, kind))


@require_safe
def show_dictionary(request, name):
    """Describe each column of a dataset."""
    dataset = _dataset_or_404(name)
    require(can_export_rows(request.user, dataset))
    return render(request, "core/exchange/dictionary.html", {"dataset": dataset})


@require_safe
def download_dictionary(request, name, kind):
    """Give the description of the columns as a file."""
    dataset = _dataset_or_404(name)
    require(can_export_rows(request.user, dataset))
    return _file(kind, f"{dataset.name}-dictionnaire", sheets.write_dictionary(dataset, kind))


def _run_or_404(request, pk) -> ImportRun:
    return get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)


def _dataset_or_404(name: str) -> Dataset:
    dataset = get_dataset(name)
    if dataset is None:
        raise Http404
    return dataset


def _file(kind: str, name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
