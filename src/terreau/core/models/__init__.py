"""The rows of the core: records of the journal, jobs, imports."""

from terreau.core.models.records import Record

__all__ = ["Record"]
