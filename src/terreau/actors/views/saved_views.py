"""A person's own views of the directory: keep, share, rename, remove, put back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from terreau.actors.actions.saved_views import keep_view, remove_view, rename_view, restore_view
from terreau.actors.filter_chips import chips_of, filters_kept
from terreau.actors.forms import DirectoryForm
from terreau.actors.forms.saved_views import RenameViewForm, SavedViewForm
from terreau.actors.models import SavedView

MOST_REMOVED = 5


@require_http_methods(["GET", "POST"])
def show_views(request: HttpRequest) -> HttpResponse:
    """List the views of a person, and keep the filters of this address under a name."""
    kept = filters_kept(request.GET)
    form = SavedViewForm(request.POST or None, initial={"query": kept}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            view = keep_view(by=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error("name", error.messages)
        else:
            messages.success(request, _("La vue « %(name)s » est gardée.") % {"name": view.name})
            return redirect("actors:views")
    return render(request, "actors/views.html", _context(request, form))


@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a view another name."""
    view = _own(request, pk)
    form = RenameViewForm(request.POST, view_key=view.pk, label_suffix="")
    if form.is_valid():
        try:
            rename_view(view, by=request.user, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error("name", error.messages)
        else:
            return redirect("actors:views")
    context = _context(request, SavedViewForm(label_suffix=""), renaming=(pk, form))
    return render(request, "actors/views.html", context, status=422)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Take a view away; the page that follows offers to put it back."""
    view = remove_view(_own(request, pk), by=request.user, now=timezone.now())
    messages.info(request, _("La vue « %(name)s » est retirée.") % {"name": view.name})
    return redirect("actors:views")


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Put a view back."""
    view = _own(request, pk)
    try:
        restore_view(view, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("actors:views")


def _own(request: HttpRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView, pk=pk, person=request.user)


def _context(
    request: HttpRequest,
    form: SavedViewForm,
    renaming: tuple[int, RenameViewForm] | None = None,
) -> dict:
    views = list(SavedView.objects.kept_by(request.user))
    removed = SavedView.objects.filter(person=request.user, removed_at__isnull=False)
    query = request.POST.get("query", "") if form.is_bound else filters_kept(request.GET)
    directory = DirectoryForm(request.GET)
    return {
        "form": form,
        "query": query,
        "chips": chips_of(directory, request.GET) if directory.is_filtering else [],
        "rows": [(view, _renaming_of(view, renaming)) for view in views],
        "removed": removed.order_by("-removed_at")[:MOST_REMOVED],
    }


def _renaming_of(view: SavedView, renaming: tuple[int, RenameViewForm] | None) -> RenameViewForm:
    if renaming and renaming[0] == view.pk:
        return renaming[1]
    return RenameViewForm(initial={"name": view.name}, view_key=view.pk, label_suffix="")
