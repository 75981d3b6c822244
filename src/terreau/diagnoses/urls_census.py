"""Addresses of the census of existing partnerships."""

from django.urls import path

from terreau.diagnoses.views import census

patterns = [
    path("partenariats/", census.census, name="census"),
    path("partenariats/recenser/", census.add, name="census-add"),
    path("partenariats/<uuid:uuid>/retirer/", census.withdraw, name="census-withdraw"),
]
