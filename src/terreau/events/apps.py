"""Declare the events domain to Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "terreau.events"
    label = "events"

    def ready(self) -> None:
        """Declare what this domain adds to the ones below."""
        from terreau.events.declaring import declare

        declare()
