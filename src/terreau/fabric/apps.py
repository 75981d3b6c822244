"""Declare the fabric domain to Django."""

from django.apps import AppConfig


class FabricConfig(AppConfig):
    name = "terreau.fabric"
    label = "fabric"

    def ready(self) -> None:
        """Declare what this domain adds to the ones below."""
        from terreau.fabric.declaring import declare

        declare()
