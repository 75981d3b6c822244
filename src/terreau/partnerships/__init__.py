"""The partnerships: parties, what each gives and receives, stages, and reviews by both sides."""
