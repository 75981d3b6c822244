"""What the experiments ask of the engine."""
