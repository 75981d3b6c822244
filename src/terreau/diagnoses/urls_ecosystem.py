"""Addresses of the checklist of the ecosystem."""

from django.urls import path

from terreau.diagnoses.views import ecosystem

patterns = [
    path("ecosysteme/", ecosystem.ecosystem, name="ecosystem"),
    path("ecosysteme/<slug:kind>/", ecosystem.answer, name="ecosystem-answer"),
    path("ecosysteme/<uuid:uuid>/retirer/", ecosystem.remove, name="ecosystem-remove"),
]
