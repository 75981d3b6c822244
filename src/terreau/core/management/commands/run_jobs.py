"""Run long works until told to stop."""

import signal

from django.core.management.base import BaseCommand

from terreau.core.jobs.worker import Worker


class Command(BaseCommand):
    help = "Exécute les travaux longs, à part du site."

    def add_arguments(self, parser):
        parser.add_argument("--parent", type=int)
        parser.add_argument("--until-empty", action="store_true")

    def handle(self, *args, **options):
        """Work; a signal gives the job in hand back to the queue."""
        worker = Worker(parent=options["parent"])
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, lambda *_: worker.stop())
        worker.run(until_empty=options["until_empty"])
