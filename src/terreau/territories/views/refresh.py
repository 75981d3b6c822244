"""The staff page from which the referential is refreshed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from terreau.core.verdicts import require
from terreau.territories.actions import request_refresh
from terreau.territories.forms import RefreshForm
from terreau.territories.models import ReferenceImport, ReferenceSource
from terreau.territories.permissions import can_refresh_referential


@require_http_methods(["GET", "POST"])
def refresh(request: HttpRequest) -> HttpResponse:
    """Show the sources and the last loadings; on POST ask for a refresh."""
    require(can_refresh_referential(request.user))
    # A POST with a file only, or with nothing, has an empty `request.POST`.
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RefreshForm(*sent)
    if form.is_valid():
        job = request_refresh(by=request.user, file=form.cleaned_data["file"], now=timezone.now())
        return redirect("core:job", pk=job.pk)
    context = {
        "form": form,
        "sources": ReferenceSource.objects.all(),
        "imports": ReferenceImport.objects.select_related("source")[:20],
    }
    return render(request, "territories/refresh.html", context)
