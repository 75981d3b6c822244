"""What waits for the person's answer."""

from django.shortcuts import render


def todo(request):
    """List the answers other people wait for."""
    return render(request, "portal/todo.html", {})
