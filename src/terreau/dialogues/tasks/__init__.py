"""Long work of the dialogues, run by the job frame."""

from terreau.dialogues.tasks import conversations, landscapes, links, meanings

__all__ = ["conversations", "landscapes", "links", "meanings"]
