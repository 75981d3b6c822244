"""Give the frame the number of answers that wait."""

from django.utils.functional import SimpleLazyObject

from terreau.accounts.counting import count_shortly


def waiting(request):
    """Count only if the page shows it, and only for somebody who signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"todo_count": 0}
    return {"todo_count": SimpleLazyObject(lambda: count_shortly(request))}
