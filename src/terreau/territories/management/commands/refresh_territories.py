"""Load the referential, or newer official files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.territories.loading import load_referential
from terreau.territories.models import ReferenceImport
from terreau.territories.refreshing import RefreshRefusedError, refresh_referential


class Command(BaseCommand):
    """`terreau refresh-territories [--file FICHIER] [--embedded]`."""

    help = "Met à jour le référentiel officiel des territoires."

    def add_arguments(self, parser) -> None:
        """Take a file by hand, or the referential that comes with Terreau."""
        parser.add_argument("--file", type=Path, default=None)
        parser.add_argument("--embedded", action="store_true")

    def handle(self, *args, **options) -> None:
        """Load, saying how far it is."""
        load_referential(progress=self._report)
        if options["embedded"]:
            return
        try:
            done = refresh_referential(options["file"], progress=self._report, now=timezone.now())
        except RefreshRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in done:
            self._tell(line)

    def _report(self, done: int, total: int, message: str) -> None:
        self.stdout.write(f"[{done}/{total}] {message}")

    def _tell(self, line: ReferenceImport) -> None:
        self.stdout.write(
            _(
                "%(source)s : %(rows)s lignes lues, %(created)s territoires créés, "
                "%(changed)s modifiés, %(obsolete)s codes devenus obsolètes, "
                "%(rejected)s lignes refusées."
            )
            % {
                "source": line.source.name,
                "rows": line.rows,
                "created": line.created,
                "changed": line.changed,
                "obsolete": line.made_obsolete,
                "rejected": line.rejected_count,
            }
        )
        for refused in line.rejected[:10]:
            self.stdout.write(f"  {refused['line']} : {refused['reason']}")
