"""What the events declare to the domains below."""


def declare() -> None:
    """Register all of it, each time the application starts."""
