"""Addresses of the experiments."""

from django.urls import path

from terreau.experiments.urls_puzzle import puzzle_patterns
from terreau.experiments.urls_story import story_patterns
from terreau.experiments.views import creation, detail, directory, survival

app_name = "experiments"
urlpatterns = [
    path("", directory.directory, name="list"),
    path("alliance/<slug:slug>/", directory.of_alliance, name="of_alliance"),
    path("nouvelle/", creation.search_first, name="new"),
    path("nouvelle/poser/", creation.create, name="create"),
    path("duree/", survival.survival, name="survival"),
    path("<uuid:uuid>/", detail.detail, name="detail"),
    path("<uuid:uuid>/modifier/", detail.edit, name="edit"),
    path("<uuid:uuid>/commencer/", detail.start, name="start"),
    *puzzle_patterns,
    *story_patterns,
]
