"""What the diagnosis declares to the domains below; each part has its `declaring_<part>.py`."""

from terreau.actors.scrubbing import register_scrubber
from terreau.core.verbs import register_verbs
from terreau.diagnoses.census_section import declarations_of
from terreau.diagnoses.declaring_crossing import declare_crossing
from terreau.diagnoses.declaring_perceptions import declare_perceptions
from terreau.diagnoses.declaring_signals import declare_signals
from terreau.diagnoses.erasing import erase_from_diagnoses
from terreau.diagnoses.journal_verbs import VERBS
from terreau.partnerships.extensions import register_section


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
    declare_crossing()
    declare_perceptions()
    declare_signals()
    register_scrubber(erase_from_diagnoses)
    register_section("census", declarations_of, order=20)
