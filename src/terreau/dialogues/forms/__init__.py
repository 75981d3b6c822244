"""What a person types in a dialogue."""
