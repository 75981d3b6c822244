"""Rows of the diagnosis as values of the engine."""
