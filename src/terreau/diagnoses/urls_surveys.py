"""Addresses of what is perceived."""

from django.urls import path

from terreau.diagnoses.views import perceptions, surveys

patterns = [
    path("perceptions/", perceptions.perceptions, name="perceptions"),
    path("enquetes/nouvelle/", surveys.create, name="survey-new"),
    path("enquetes/<uuid:uuid>/", surveys.survey, name="survey"),
    path("enquetes/<uuid:uuid>/modifier/", surveys.edit, name="survey-edit"),
]
