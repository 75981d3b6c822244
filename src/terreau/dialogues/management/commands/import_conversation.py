"""Bring in a conversation from the files of a Polis export."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import facilitators_of
from terreau.core.verdicts import Refused
from terreau.dialogues.actions.consultations import publish_consultation
from terreau.dialogues.actions.files import import_conversation
from terreau.dialogues.enums import Space
from terreau.dialogues.exchange.polis_reading import ConversationFileError, read_folder


class Command(BaseCommand):
    """`terreau import-conversation DOSSIER --alliance ADRESSE [--source TEXTE]`."""

    help = "Reprend une conversation d’un export Polis."

    def add_arguments(self, parser) -> None:
        """Take the folder, the alliance and what must be told of the source."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--alliance", required=True)
        parser.add_argument("--source", default="")
        parser.add_argument("--organisations", action="store_true")
        parser.add_argument("--publish", action="store_true")

    def handle(self, *args, **options) -> None:
        """Read, write a draft in the name of a facilitator, and say what was left out."""
        now = timezone.now()
        if not options["folder"].is_dir():
            raise CommandError(
                _("« %(name)s » n’est pas un dossier.") % {"name": options["folder"]}
            )
        by = self._facilitator(options["alliance"], now)
        space = Space.ORGANISATIONS if options["organisations"] else Space.INHABITANTS
        try:
            read = read_folder(options["folder"])
            made = import_conversation(
                by[0], read, space=space, source=options["source"], by=by[1], now=now
            )
            if options["publish"]:
                publish_consultation(made, by=by[1], now=now)
        except (ConversationFileError, Refused) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("« %(question)s » : %(statements)s énoncés, %(voices)s voix, %(votes)s votes.")
            % {
                "question": made.question,
                "statements": len(read.statements),
                "voices": len(read.voters),
                "votes": len(read.votes),
            }
        )
        for fault in read.faults:
            self.stdout.write(f"  {fault}")
        self.stdout.write(made.door)

    def _facilitator(self, slug: str, now) -> tuple[Alliance, Posture]:
        alliance = Alliance.objects.filter(slug=slug, deleted_at=None).first()
        if alliance is None:
            raise CommandError(_("Aucune alliance n’a l’adresse « %(slug)s ».") % {"slug": slug})
        roles = facilitators_of(alliance, timezone.localdate(now))
        role = roles.select_related("mandate__person", "mandate__organisation").first()
        if role is None:
            raise CommandError(_("Cette alliance n’a pas de facilitateur : nommez-en un d’abord."))
        return alliance, Posture(role.mandate.person, role.mandate)
