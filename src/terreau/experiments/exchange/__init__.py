"""The experiments as files, out and back."""
