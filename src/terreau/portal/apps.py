"""Declare the portal domain to Django."""

from django.apps import AppConfig

from terreau.core.verbs import register_verbs
from terreau.portal.journal_verbs import VERBS


class PortalConfig(AppConfig):
    name = "terreau.portal"
    label = "portal"

    def ready(self) -> None:
        """Declare the deeds of this domain."""
        register_verbs(VERBS)
