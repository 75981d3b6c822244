"""The first page: what Terreau is, where it lives, and three doors."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def home(request):
    """Show the sentence, the map, the search, the doors and the figures."""
    return render(request, "portal/home.html", {})
