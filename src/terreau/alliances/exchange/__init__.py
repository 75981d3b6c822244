"""What the alliances bring in from files and take out again."""
