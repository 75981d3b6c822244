"""Put a backup in place of an empty instance."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from terreau.core.backups import BackupError, restore_backup
from terreau.core.terminal import TerminalProgress


class Command(BaseCommand):
    help = "Remet une sauvegarde dans une instance neuve."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true")

    def handle(self, *args, **options):
        """Restore, then say what was restored."""
        progress = TerminalProgress(_("Restauration"))
        try:
            manifest = restore_backup(
                Path(options["file"]), replace=options["replace"], progress=progress
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        finally:
            progress.close()
        rows = sum(told["rows"] for told in manifest["tables"].values())
        self.stdout.write(
            _("%(rows)d lignes et %(files)d fichiers restaurés.")
            % {"rows": rows, "files": len(manifest["files"])}
        )
