"""What every page shows around its content."""


def frame(request):
    """Give the frame its navigation."""
    return {}
