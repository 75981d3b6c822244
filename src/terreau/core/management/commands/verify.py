"""Verify the installation and the data."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from terreau.core.checks import every_check


class Command(BaseCommand):
    help = "Vérifie l’installation et les données."

    def handle(self, *args, **options):
        """Run every verification and fail when one finds a fault."""
        count = 0
        for check in every_check():
            faults = list(check.find_faults())
            count += 0 if check.is_remark else len(faults)
            word = _("bon") if not faults else _("à noter") if check.is_remark else _("en défaut")
            self.stdout.write(f"{check.label} : {word}")
            for fault in faults:
                self.stdout.write(f"  – {fault}")
        if count:
            raise CommandError(_("%(count)d défaut(s) à corriger.") % {"count": count})
        self.stdout.write(_("Tout est en ordre."))
