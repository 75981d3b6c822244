"""One file that holds a whole instance, for SQLite and PostgreSQL alike."""

from terreau.core.backups.archive import BackupError
from terreau.core.backups.restoring import restore_backup
from terreau.core.backups.writing import write_backup

__all__ = ["BackupError", "restore_backup", "write_backup"]
