"""Every component in each of its states, for those who build."""

from django.shortcuts import render

from terreau.core.verdicts import require
from terreau.portal.permissions import can_see_style
from terreau.portal.style_samples import style_context


def style(request):
    """Show the components."""
    require(can_see_style(request.user))
    return render(request, "portal/style.html", style_context())
