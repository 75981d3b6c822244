"""The pages of the dialogues, told by instrument."""
