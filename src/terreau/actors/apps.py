"""Declare the actors domain to Django."""

from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "terreau.actors"
    label = "actors"
