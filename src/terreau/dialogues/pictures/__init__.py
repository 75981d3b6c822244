"""Pictures of the dialogues."""
