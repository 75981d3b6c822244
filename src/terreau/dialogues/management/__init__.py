"""Commands of the dialogues."""
