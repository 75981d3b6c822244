"""Write the whole instance into one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from terreau.core.backups import BackupError, write_backup
from terreau.core.terminal import TerminalProgress


class Command(BaseCommand):
    help = "Écrit toute l’instance dans un fichier."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, **options):
        """Write, then say what was written."""
        progress = TerminalProgress(_("Sauvegarde"))
        try:
            manifest = write_backup(Path(options["file"]), progress=progress)
        except BackupError as error:
            raise CommandError(str(error)) from error
        finally:
            progress.close()
        rows = sum(told["rows"] for told in manifest["tables"].values())
        self.stdout.write(
            _("%(rows)d lignes et %(files)d fichiers sauvegardés dans « %(file)s ».")
            % {"rows": rows, "files": len(manifest["files"]), "file": options["file"]}
        )
