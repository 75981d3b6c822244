"""Addresses of the diagnosis, under those of its alliance: each `urls_<part>.py` has `patterns`."""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern

from terreau import diagnoses

PARTS = sorted(part.name for part in iter_modules(diagnoses.__path__) if part.name[:5] == "urls_")

app_name = "diagnoses"
urlpatterns: list[URLPattern] = [
    pattern for part in PARTS for pattern in import_module(f"terreau.diagnoses.{part}").patterns
]
