"""Declare the support domain to Django."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "terreau.support"
    label = "support"

    def ready(self) -> None:
        """Declare what this domain adds to the ones below."""
        from terreau.support.declaring import declare

        declare()
