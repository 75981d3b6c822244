"""The pictures of the experiments."""
