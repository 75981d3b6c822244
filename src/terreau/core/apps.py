"""Declare the core domain to Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "terreau.core"
    label = "core"

    def ready(self) -> None:
        """Load the lookups of queries, and every domain's `tasks.py`, which declares its jobs."""
        autodiscover_modules("lookups", "tasks")
