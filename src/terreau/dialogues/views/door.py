"""Enter a consultation by its short address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from terreau.dialogues.models import Consultation


@login_not_required
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Lead whoever has the code to the dialogue of its alliance."""
    published = Consultation.objects.exclude(published_at=None).select_related("alliance")
    found = get_object_or_404(published, code=code.upper())
    return redirect("dialogues:hub", found.alliance.slug)
