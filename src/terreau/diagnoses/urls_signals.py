"""Addresses of the weak signals."""

from django.urls import path

from terreau.diagnoses.views import signal_door, signals

patterns = [
    path("signaux/", signals.signals, name="signals"),
    path("signaux/dire/", signal_door.tell, name="signal-new"),
    path("signaux/liens/", signal_door.links, name="signal-links"),
    path("signaux/liens/<int:pk>/retirer/", signal_door.revoke, name="signal-link-revoke"),
    path("signaux/lien/<str:secret>/", signal_door.tell_by_link, name="signal-link"),
    path("signaux/<uuid:uuid>/", signals.signal, name="signal"),
    path("signaux/<uuid:uuid>/qualifier/", signals.qualify, name="signal-edit"),
    path("signaux/<uuid:uuid>/retenir/", signals.keep, name="signal-keep"),
    path("signaux/<uuid:uuid>/ecarter/", signals.refuse, name="signal-refuse"),
]
