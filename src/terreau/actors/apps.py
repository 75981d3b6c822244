"""Declare the actors domain to Django."""

from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "terreau.actors"
    label = "actors"

    def ready(self) -> None:
        """Declare the deeds of this domain and what it shows in the pages of others."""
        from terreau.actors.declaring import declare

        declare()
