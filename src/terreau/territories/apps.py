"""Declare the territories domain to Django."""

from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "terreau.territories"
    label = "territories"

    def ready(self) -> None:
        """Declare the deeds and the files of this domain."""
        from terreau.core.exchange.datasets import register_dataset
        from terreau.core.verbs import register_verbs
        from terreau.territories.exchange.figures import FigureDataset
        from terreau.territories.journal_verbs import VERBS

        register_verbs(VERBS)
        register_dataset(FigureDataset())
