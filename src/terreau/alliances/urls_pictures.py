"""Addresses of an alliance's pictures; `urls.py` puts them under the alliance."""

from django.urls import path

from terreau.alliances.views import pictures

urlpatterns = [
    path("matrice/", pictures.matrix, name="matrix"),
    path("chemin/", pictures.path, name="path"),
]
