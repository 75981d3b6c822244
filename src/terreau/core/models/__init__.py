"""The rows of the core: records of the journal, jobs, imports."""

from terreau.core.models.import_rows import ImportRow, RememberedMapping, RowOutcome
from terreau.core.models.imports import ImportRun, ImportState
from terreau.core.models.jobs import LIVE_STATES, Job, JobState
from terreau.core.models.records import Record

__all__ = [
    "LIVE_STATES",
    "ImportRow",
    "ImportRun",
    "ImportState",
    "Job",
    "JobState",
    "Record",
    "RememberedMapping",
    "RowOutcome",
]
