"""The rows of the fabric."""

from terreau.fabric.models.imports import ImportedNetwork, ImportedTie
from terreau.fabric.models.suggestions import Introduction
from terreau.fabric.models.waves import NetworkLayout, NetworkWave

__all__ = ["ImportedNetwork", "ImportedTie", "Introduction", "NetworkLayout", "NetworkWave"]
