"""The map of actors: the same filters as the list, by place."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from terreau.actors.forms import DirectoryForm
from terreau.actors.map_levels import level_of
from terreau.actors.map_pictures import directory_map
from terreau.actors.views.directory import directory_frame


@login_not_required
def show_map(request: HttpRequest) -> HttpResponse:
    """Show where the sheets that answer are seated."""
    form = DirectoryForm(request.GET)
    answer = form.answer(signed_in=request.user.is_authenticated, today=localdate())
    drawn = directory_map(answer, level_of(form.territories), request.GET)
    frame = directory_frame(request, form, answer.count_by_world(), tab="map")
    return render(request, "actors/map.html", {**frame, "drawn": drawn})
