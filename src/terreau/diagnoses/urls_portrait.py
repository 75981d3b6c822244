"""Address of the portrait of an alliance's perimeter."""

from django.urls import path

from terreau.diagnoses.views import portrait

patterns = [path("portrait/", portrait.portrait, name="portrait")]
