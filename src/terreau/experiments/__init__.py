"""The collective experiments: a question, its puzzle of pieces, small steps and a decision."""
