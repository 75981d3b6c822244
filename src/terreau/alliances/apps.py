"""Declare the alliances domain to Django."""

from django.apps import AppConfig


class AlliancesConfig(AppConfig):
    name = "terreau.alliances"
    label = "alliances"

    def ready(self) -> None:
        """Declare the deeds of this domain and what it shows in the pages of others."""
        from terreau.alliances.declaring import declare

        declare()
