"""Fields that several forms of the meetings share."""

from django import forms
from django.utils.timezone import localtime


class MomentInput(forms.DateTimeInput):
    """A day and an hour, as the browser asks for them."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")

    def format_value(self, value) -> str | None:
        """Show the local hour, to the minute."""
        if hasattr(value, "tzinfo") and value.tzinfo:
            value = localtime(value)
        return super().format_value(value)
