"""Composed pages."""
