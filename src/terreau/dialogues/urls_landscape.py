"""Addresses of the landscape."""

from django.urls import path

from terreau.dialogues.views import landscape

landscape_patterns = [
    path("conversation/<uuid:uuid>/paysage/", landscape.landscape, name="landscape"),
]
