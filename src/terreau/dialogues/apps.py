"""Declare the dialogues domain to Django."""

from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    name = "terreau.dialogues"
    label = "dialogues"

    def ready(self) -> None:
        """Declare what this domain adds to the ones below."""
        from terreau.dialogues.declaring import declare

        declare()
