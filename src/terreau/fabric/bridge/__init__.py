"""Rows of the fabric as values of the engine, and back."""
