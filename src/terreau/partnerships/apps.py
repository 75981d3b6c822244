"""Declare the partnerships domain to Django."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "terreau.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        """Declare what this domain adds to the ones below."""
        from terreau.partnerships.declaring import declare

        declare()
