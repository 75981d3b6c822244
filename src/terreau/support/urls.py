"""Addresses of the support."""

app_name = "support"
urlpatterns: list = []
