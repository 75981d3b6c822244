"""Long work of the meetings, done outside of a page."""

from terreau.events.tasks import letters, plans

__all__ = ["letters", "plans"]
