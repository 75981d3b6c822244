"""Addresses of the crossed views."""

from django.urls import path

from terreau.dialogues.views import outlooks

outlook_patterns = [
    path("regards/nouveaux/", outlooks.create, name="outlook-new"),
    path("regards/<uuid:uuid>/", outlooks.outlook, name="outlook"),
    path("regards/<uuid:uuid>/modifier/", outlooks.edit, name="outlook-edit"),
]
