"""Long work of the dialogues, run by the job frame."""

from terreau.dialogues.tasks import ballots, conversations, landscapes, links, meanings

__all__ = ["ballots", "conversations", "landscapes", "links", "meanings"]
