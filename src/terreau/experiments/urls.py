"""Addresses of the experiments."""

app_name = "experiments"
urlpatterns: list = []
