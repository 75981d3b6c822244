"""Addresses of the fabric: of an alliance, of a territory."""

from django.urls import include, path

from terreau.fabric.urls_alliances import alliance_patterns
from terreau.fabric.urls_both import patterns_for
from terreau.fabric.views import home

app_name = "fabric"
urlpatterns = [
    path("", home.home, name="home"),
    path("alliance/<slug:slug>/", include([*patterns_for("alliance"), *alliance_patterns])),
    path("territoire/<slug:kind>/<slug:code>/", include(patterns_for("territory"))),
]
