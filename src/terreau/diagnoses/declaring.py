"""What the diagnosis declares to the domains below."""

from terreau.core.verbs import register_verbs
from terreau.diagnoses.census_section import declarations_of
from terreau.diagnoses.journal_verbs import VERBS
from terreau.partnerships.extensions import register_section


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
    register_section("census", declarations_of, order=20)
