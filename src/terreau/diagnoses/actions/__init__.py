"""Writes of the diagnosis."""
