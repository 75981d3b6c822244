"""Load newer indicators and programmes."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.territories.models import ReferenceImport
from terreau.territories.refreshing import RefreshRefusedError
from terreau.territories.refreshing.indicators import Wish, refresh_indicators
from terreau.territories.sources.known import BY_SLUG


class Command(BaseCommand):
    """`terreau refresh-indicators [SOURCE] [--file FICHIER] [--year ANNÉE] [--extract]`.

    `--sha256` gives the fingerprint that the file must have.
    """

    help = "Met à jour les indicateurs et les programmes des territoires."

    def add_arguments(self, parser) -> None:
        """Take a source, or all of them; a file by hand, or the known addresses."""
        parser.add_argument("source", nargs="?", default="", choices=["", *BY_SLUG])
        parser.add_argument("--file", type=Path, default=None)
        parser.add_argument("--year", type=int, default=None)
        parser.add_argument("--extract", action="store_true")
        parser.add_argument("--sha256", default="", help="l’empreinte que le fichier doit avoir")

    def handle(self, *args, **options) -> None:
        """Load, saying how far it is."""
        wish = Wish(options["year"], is_extract=options["extract"], sha256=options["sha256"])
        try:
            done = refresh_indicators(
                options["source"],
                options["file"],
                wish=wish,
                progress=self._report,
                now=timezone.now(),
            )
        except RefreshRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in done:
            self._tell(line)

    def _report(self, done: int, total: int, message: str) -> None:
        self.stdout.write(f"[{done}/{total}] {message}")

    def _tell(self, line: ReferenceImport) -> None:
        self.stdout.write(
            _(
                "%(source)s (%(vintage)s) : %(rows)s lignes lues, %(figures)s chiffres écrits, "
                "%(rejected)s lignes ou cellules refusées."
            )
            % {
                "source": line.source.name,
                "vintage": line.vintage,
                "rows": line.rows,
                "figures": line.figures,
                "rejected": line.rejected_count,
            }
        )
        for note in line.notes:
            self.stdout.write(f"  {note}")
        for refused in line.rejected[:10]:
            self.stdout.write(f"  {refused['line']} : {refused['reason']}")
