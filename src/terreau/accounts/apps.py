"""Declare the accounts domain to Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "terreau.accounts"
    label = "accounts"
