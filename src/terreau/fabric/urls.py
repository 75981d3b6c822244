"""Addresses of the fabric."""

app_name = "fabric"
urlpatterns: list = []
