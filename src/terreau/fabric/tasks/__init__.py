"""Work of the fabric in the background."""

from terreau.fabric.tasks import layouts, waves

__all__ = ["layouts", "waves"]
