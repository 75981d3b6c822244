"""Between the rows of the dialogues and the engine's values."""
