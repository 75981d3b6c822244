"""Declare the actors domain to Django."""

from django.apps import AppConfig

from terreau.actors.journal_verbs import VERBS
from terreau.core.verbs import register_verbs


class ActorsConfig(AppConfig):
    name = "terreau.actors"
    label = "actors"

    def ready(self) -> None:
        """Declare the deeds of this domain."""
        register_verbs(VERBS)
