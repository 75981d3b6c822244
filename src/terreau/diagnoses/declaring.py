"""What the diagnosis declares to the domains below."""

from terreau.core.verbs import register_verbs
from terreau.diagnoses.journal_verbs import VERBS


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
