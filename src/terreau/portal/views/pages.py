"""Pages about the software and the data it shows."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from terreau.territories.models import ReferenceSource


@login_not_required
def sources(request):
    """Cite the open data with their vintages."""
    return render(request, "portal/sources.html", {"sources": list(ReferenceSource.objects.all())})


@login_not_required
def accessibility(request):
    """Declare what is tested and what is not."""
    return render(request, "portal/accessibility.html", {})


@login_not_required
def licence(request):
    """Say under which licence the software is given."""
    return render(request, "portal/licence.html", {})
