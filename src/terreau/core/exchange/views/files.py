"""Bring files in, take them out, and understand their columns."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from terreau.core.asking import asking_once
from terreau.core.exchange import sheets
from terreau.core.exchange.actions import choose_columns, deposit_file
from terreau.core.exchange.datasets import Dataset, every_dataset, get_dataset
from terreau.core.exchange.forms import UploadForm, said_of
from terreau.core.exchange.permissions import can_export_rows, can_import_rows
from terreau.core.exchange.presenting import steps
from terreau.core.exchange.reading import TableError
from terreau.core.exchange.uploads import FLAG
from terreau.core.exchange.writing import MEDIA_TYPES
from terreau.core.models import ImportRun
from terreau.core.verdicts import require

RECENT = 20
KINDS = tuple(MEDIA_TYPES)


@require_safe
def list_imports(request):
    """List what can be brought in or taken out, and one's own recent imports."""
    with asking_once(request.user):
        datasets = [
            {
                "dataset": dataset,
                "may_import": can_import_rows(request.user, dataset),
                "may_export": can_export_rows(request.user, dataset),
            }
            for dataset in every_dataset()
        ]
    runs = ImportRun.objects.visible_to(request.user).select_related("requested_by")
    runs = runs.defer("headings", "samples", "mapping", "warnings", "provenance")[:RECENT]
    return render(
        request, "core/exchange/imports.html", {"datasets": datasets, "runs": runs, "kinds": KINDS}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, name):
    """Ask for a file and where it comes from, then go to its columns or its preview."""
    dataset = dataset_or_404(name)
    require(can_import_rows(request.user, dataset))
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    is_too_heavy = bool(request.META.get(FLAG))
    before = _said_before(request, dataset)
    form = UploadForm(data, files, dataset=dataset, is_too_heavy=is_too_heavy, initial=before)
    initial = {**request.GET.dict(), **before}
    provenance = dataset.ask_provenance(data, person=request.user, initial=initial)
    if request.method == "POST" and _are_valid(form, provenance):
        run = _receive(request, dataset, form, provenance)
        if run is not None:
            return redirect(_next_page(run), pk=run.pk)
    context = {
        "dataset": dataset,
        "form": form,
        "provenance": provenance,
        "steps": steps(),
        "kinds": KINDS,
    }
    is_wrong = form.errors or (provenance is not None and provenance.errors)
    return render(request, "core/exchange/upload.html", context, status=422 if is_wrong else 200)


def _said_before(request, dataset: Dataset) -> dict[str, Any]:
    """What was said with the file that this one replaces: nobody types it twice."""
    try:
        wanted = UUID(request.GET.get("depuis", ""))
    except ValueError:
        return {}
    runs = ImportRun.objects.visible_to(request.user).filter(dataset=dataset.name)
    run = runs.filter(pk=wanted).first()
    return said_of(run) if run else {}


def _are_valid(form, provenance) -> bool:
    """Validate both, so that all their errors are told at once."""
    return all([form.is_valid(), provenance is None or provenance.is_valid()])


def _receive(request, dataset: Dataset, form: UploadForm, provenance) -> ImportRun | None:
    file, now = form.cleaned_data["file"], timezone.now()
    try:
        run = deposit_file(
            dataset=dataset,
            file_name=file.name,
            file=file,
            by=request.user,
            posture=getattr(request.posture, "label", ""),
            provenance=_plain(provenance),
            now=now,
            **form.said(),
        )
        if run.is_recognised:
            choose_columns(run, mapping=run.mapping, by=request.user, now=now)
    except TableError as error:
        form.add_error("file", str(error))
        return None
    return run


def _plain(provenance) -> dict:
    """Keep what the form of provenance was told as plain JSON."""
    if provenance is None:
        return {}
    return {
        name: value if isinstance(value, bool | int | None) else str(value)
        for name, value in provenance.cleaned_data.items()
    }


def _next_page(run: ImportRun) -> str:
    return "exchange:run" if run.is_recognised else "exchange:columns"


@require_safe
def download_export(request, name, kind):
    """Give out the rows that this person may see."""
    dataset = dataset_or_404(name)
    require(can_export_rows(request.user, dataset))
    try:
        content = sheets.stream_export(dataset, request.user, kind)
    except TableError as error:
        messages.error(request, str(error))
        return redirect("exchange:list")
    return give_file(kind, dataset.name, content)


@require_safe
def download_template(request, name, kind):
    """Give an empty file with the right headings and one example."""
    dataset = dataset_or_404(name)
    require(can_import_rows(request.user, dataset))
    return give_file(kind, f"{dataset.name}-modele", sheets.write_template(dataset, kind))


@require_safe
def show_dictionary(request, name):
    """Describe each column of a dataset."""
    dataset = dataset_or_404(name)
    require(can_export_rows(request.user, dataset))
    return render(request, "core/exchange/dictionary.html", {"dataset": dataset, "kinds": KINDS})


@require_safe
def download_dictionary(request, name, kind):
    """Give the description of the columns as a file."""
    dataset = dataset_or_404(name)
    require(can_export_rows(request.user, dataset))
    return give_file(kind, f"{dataset.name}-dictionnaire", sheets.write_dictionary(dataset, kind))


def dataset_or_404(name: str) -> Dataset:
    """Find a dataset by the name in the address."""
    dataset = get_dataset(name)
    if dataset is None:
        raise Http404
    return dataset


def give_file(kind: str, name: str, content) -> HttpResponse | StreamingHttpResponse:
    """Answer with a file to keep: bytes, an open file, or pieces as they come."""
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    elif hasattr(content, "read"):
        response = FileResponse(content, content_type=MEDIA_TYPES[kind])
    else:
        response = StreamingHttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
