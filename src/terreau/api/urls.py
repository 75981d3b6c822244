"""Addresses of the API; its version stands in the address."""

from django.urls import include, path

from terreau.api import views
from terreau.api.service import api_patterns

app_name = "api"
urlpatterns = [
    path("", views.documentation, name="documentation"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/", include(api_patterns())),
]
