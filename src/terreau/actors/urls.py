"""Addresses of the actors."""

from django.urls import include, path

from terreau.actors.matching.addresses import following_mergers
from terreau.actors.urls_campaigns import urlpatterns as campaign_patterns
from terreau.actors.urls_matching import urlpatterns as matching_patterns
from terreau.actors.urls_open import urlpatterns as open_patterns
from terreau.actors.urls_sheet import urlpatterns as sheet_patterns
from terreau.actors.views import directory, maps, people, postures, saved_views, sheets

app_name = "actors"
urlpatterns = [
    path("", directory.list_organisations, name="list"),
    path("carte/", maps.show_map, name="map"),
    path("vues/", saved_views.show_views, name="views"),
    path("vues/<int:pk>/renommer/", saved_views.rename, name="rename_view"),
    path("vues/<int:pk>/retirer/", saved_views.remove, name="remove_view"),
    path("vues/<int:pk>/remettre/", saved_views.restore, name="restore_view"),
    path("liste-ouverte/", include(open_patterns)),
    path("", include(campaign_patterns)),
    path("", include(matching_patterns)),
    path("nouvelle/", sheets.create, name="create"),
    path("posture/", postures.take_posture, name="posture"),
    path("<uuid:uuid>/", following_mergers(sheets.show_organisation), name="detail"),
    path("<uuid:uuid>/", include(sheet_patterns)),
    path("<uuid:uuid>/historique/", following_mergers(sheets.show_history), name="history"),
    path("<uuid:uuid>/personnes/", following_mergers(people.show_people), name="people"),
    path("<uuid:uuid>/personnes/<int:mandate>/clore/", people.close, name="close_mandate"),
]
