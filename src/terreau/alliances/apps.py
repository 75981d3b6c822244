"""Declare the alliances domain to Django."""

from django.apps import AppConfig


class AlliancesConfig(AppConfig):
    name = "terreau.alliances"
    label = "alliances"
