"""One search over territories, organisations and alliances."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def search(request):
    """Show what the words match, kind by kind."""
    return render(request, "portal/search.html", {})
