"""Addresses of an alliance's pictures; `urls.py` puts them under the alliance."""

from django.urls import path

from terreau.alliances.views import path_edit, pictures

urlpatterns = [
    path("matrice/", pictures.matrix, name="matrix"),
    path("chemin/", pictures.path, name="path"),
    path("chemin/ajouter/", path_edit.add, name="phase-add"),
    path("chemin/<int:phase>/", path_edit.edit, name="phase-edit"),
]
