"""One address that writes what is posted, for the tests of faults."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.urls import path


@login_not_required
def write_notes(request):
    """Write each text on a row of its own."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS note (text TEXT)")
        for text in request.POST.getlist("text"):
            cursor.execute("INSERT INTO note VALUES (%s)", [text])
    return HttpResponse("written")


urlpatterns = [path("notes/", write_notes)]
