"""Addresses of the actors."""

from django.urls import path

from terreau.actors.views import postures

app_name = "actors"
urlpatterns = [path("posture/", postures.take_posture, name="posture")]
