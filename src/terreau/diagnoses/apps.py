"""Declare the diagnoses domain to Django."""

from django.apps import AppConfig


class DiagnosesConfig(AppConfig):
    name = "terreau.diagnoses"
    label = "diagnoses"

    def ready(self) -> None:
        """Declare what this domain adds to the ones below."""
        from terreau.diagnoses.declaring import declare

        declare()
