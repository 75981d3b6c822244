"""Addresses of the diagnosis, under those of its alliance."""

from django.urls import URLPattern

from terreau.diagnoses import urls_census

app_name = "diagnoses"
urlpatterns: list[URLPattern] = [*urls_census.patterns]
