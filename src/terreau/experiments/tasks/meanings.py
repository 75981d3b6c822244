"""Read the questions that came by a file or a demo, in the background."""

import datetime

from terreau.core.jobs.upkeep import upkeep
from terreau.experiments.alike import keep_missing_meanings


@upkeep("experiment-meanings")
def read_questions(now: datetime.datetime) -> None:
    """Keep the vectors that are missing, some at a time."""
    keep_missing_meanings()
