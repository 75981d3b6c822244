"""Rows of the actors into values of the engine, and back; nobody else imports it."""
