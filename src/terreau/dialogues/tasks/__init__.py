"""Long work of the dialogues, run by the job frame."""

from terreau.dialogues.tasks import conversations, links

__all__ = ["conversations", "links"]
