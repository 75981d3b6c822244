"""Declare the core domain to Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "terreau.core"
    label = "core"

    def ready(self) -> None:
        """Load every domain's `tasks.py`, where its kinds of jobs are declared."""
        autodiscover_modules("tasks")
