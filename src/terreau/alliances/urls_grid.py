"""Addresses of an alliance's interest grid; `urls.py` puts them under the alliance."""

from django.urls import path

from terreau.alliances.views import grid

urlpatterns = [
    path("grille/", grid.grid, name="grid"),
    path("grille/partage/", grid.share, name="grid-share"),
    path("grille/<int:membership>/", grid.line, name="grid-line"),
    path("grille.<slug:kind>", grid.download, name="grid-download"),
]
