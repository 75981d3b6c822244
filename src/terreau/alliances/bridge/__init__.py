"""Rows of the alliances into values of the engine, and back; nobody else imports it."""
