"""Load the referential and the demonstration where they are missing."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.core.terminal import TerminalProgress
from terreau.core.verdicts import Refused
from terreau.portal.demo.loading import load_demo
from terreau.territories.loading import load_referential


class Command(BaseCommand):
    help = "Charge la France et la démonstration, si elles manquent."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true")

    def handle(self, *args, **options):
        """Load what is missing, each part whole or not at all, then tell the accounts."""
        now = timezone.now()
        for_france = TerminalProgress(_("Territoires"))
        load_referential(progress=for_france, now=now)
        for_france.close()
        for_demo = TerminalProgress(_("Démonstration"))
        try:
            summary = load_demo(progress=for_demo, now=now, forced=options["force"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        finally:
            for_demo.close()
        if summary.was_loaded_before:
            self.stdout.write(_("La démonstration était déjà là : vos données sont gardées."))
        self.stdout.write(_("Comptes de démonstration :"))
        for account in summary.accounts:
            where = ", ".join(account.organisations) or "—"
            self.stdout.write(f"  {account.email}  {account.password}  {account.role} ({where})")
