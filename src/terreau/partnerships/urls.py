"""Addresses of the partnerships."""

app_name = "partnerships"
urlpatterns: list = []
