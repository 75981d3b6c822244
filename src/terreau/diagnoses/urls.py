"""Addresses of the diagnosis, under those of its alliance."""

from django.urls import URLPattern

app_name = "diagnoses"
urlpatterns: list[URLPattern] = []
