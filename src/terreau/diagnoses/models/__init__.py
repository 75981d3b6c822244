"""Rows of the diagnosis."""
