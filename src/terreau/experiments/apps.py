"""Declare the experiments domain to Django."""

from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    name = "terreau.experiments"
    label = "experiments"

    def ready(self) -> None:
        """Declare what this domain adds to the ones below."""
        from terreau.experiments.declaring import declare

        declare()
