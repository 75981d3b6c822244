"""Addresses of the actors."""

from django.urls import include, path

from terreau.actors.urls_open import urlpatterns as open_patterns
from terreau.actors.views import directory, people, postures, sheets

app_name = "actors"
urlpatterns = [
    path("", directory.list_organisations, name="list"),
    path("liste-ouverte/", include(open_patterns)),
    path("nouvelle/", sheets.create, name="create"),
    path("posture/", postures.take_posture, name="posture"),
    path("<uuid:uuid>/", sheets.show_organisation, name="detail"),
    path("<uuid:uuid>/modifier/", sheets.edit, name="edit"),
    path("<uuid:uuid>/historique/", sheets.show_history, name="history"),
    path("<uuid:uuid>/personnes/", people.show_people, name="people"),
    path("<uuid:uuid>/personnes/<int:mandate>/clore/", people.close, name="close_mandate"),
]
