"""Coverage: who acts on what and where, and where nobody does yet."""

from terreau_engine.coverage.cube import (
    Actor,
    Cell,
    Coverage,
    Cut,
    SharedChallenge,
    count_engaged,
    cover,
)

__all__ = [
    "Actor",
    "Cell",
    "Coverage",
    "Cut",
    "SharedChallenge",
    "count_engaged",
    "cover",
]
