"""Who may do what in the accompaniment, each refusal with its reason."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_read_inside
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.partnerships.models import Partnership, Party
from terreau.support.models import HourEntry, SupportFile, SupportMeeting, SupportNote, SupportTask


def can_open_file(
    posture: Posture | None,
    organisation: Organisation | None = None,
    partnership: Partnership | None = None,
) -> Verdict:
    """Begin to accompany: whoever speaks for another organisation; what is shared comes later."""
    if not posture:
        return refused(_("Connectez-vous pour accompagner."))
    if posture.mandate is None:
        return refused(
            _(
                "On accompagne au nom d’une organisation. Choisissez-la en haut de la page, "
                "puis recommencez."
            )
        )
    if organisation is not None and organisation.pk == posture.mandate.organisation_id:
        return refused(
            _(
                "Vous parlez déjà au nom de cette organisation : on ne s’accompagne pas soi-même. "
                "Sa stratégie d’alliance et son autodiagnostic vous sont ouverts sans dossier."
            )
        )
    return GRANTED


def can_keep_file(posture: Posture | None, file: SupportFile) -> Verdict:
    """Write in a file: whoever speaks for the organisation that accompanies."""
    if not posture:
        return refused(_("Connectez-vous pour continuer."))
    if posture.mandate and posture.mandate.organisation_id == file.supporter_id:
        return GRANTED
    return refused(
        _(
            "Ce dossier est tenu au nom de « %(name)s ». Changez de posture, en haut de la page, "
            "puis recommencez."
        )
        % {"name": file.supporter}
    )


def can_write_in_file(posture: Posture | None, file: SupportFile) -> Verdict:
    """Add to a file: whoever keeps it, while it is open."""
    verdict = can_keep_file(posture, file)
    if verdict and not file.is_open:
        return refused(_("Ce dossier est clos. Rouvrez-le pour y écrire."))
    return verdict


def can_close_file(posture: Posture | None, file: SupportFile) -> Verdict:
    """Close a file: whoever keeps it."""
    return can_write_in_file(posture, file)


def can_reopen_file(posture: Posture | None, file: SupportFile) -> Verdict:
    """Open a closed file again: whoever keeps it."""
    verdict = can_keep_file(posture, file)
    if verdict and file.is_open:
        return refused(_("Ce dossier est déjà ouvert."))
    return verdict


def can_agree_to_support(posture: Posture | None, file: SupportFile) -> Verdict:
    """Agree to be accompanied, or take that back: whoever speaks for the accompanied."""
    if not posture or posture.mandate is None:
        return refused(_("Choisissez en haut de la page l’organisation qui est accompagnée."))
    if not file.is_open:
        return refused(_("Ce dossier est clos : il n’attend plus d’accord."))
    if posture.mandate.organisation_id in accompanied_ids(file):
        return GRANTED
    return refused(
        _(
            "L’accord revient à ceux qui sont accompagnés. Changez de posture, en haut de la page, "
            "si vous parlez aussi en leur nom."
        )
    )


def accompanied_ids(file: SupportFile) -> set[int]:
    """The organisations that a file accompanies: one, or the parties of today; read once."""
    if "_accompanied" not in file.__dict__:
        ids = {file.organisation_id}
        if file.partnership_id:
            parties = Party.objects.current().filter(partnership=file.partnership_id)
            ids = set(parties.values_list("organisation", flat=True))
        file.__dict__["_accompanied"] = ids
    return file.__dict__["_accompanied"]


def can_settle_task(posture: Posture | None, task: SupportTask) -> Verdict:
    """Tick a task: whoever keeps the file, or the person to whom it was given."""
    if posture and posture.person.pk == task.assignee_id and task.file.is_open:
        return GRANTED
    return can_write_in_file(posture, task.file)


def can_remove_note(posture: Posture | None, note: SupportNote) -> Verdict:
    """Take a note away: its author."""
    if posture and note.author_id == posture.person.pk:
        return GRANTED
    return refused(_("Seul l’auteur d’une note peut la retirer."))


def can_edit_meeting(posture: Posture | None, meeting: SupportMeeting) -> Verdict:
    """Complete the notes of a meeting: whoever keeps the file."""
    return can_write_in_file(posture, meeting.file)


def can_change_hours(person: Person | None, entry: HourEntry) -> Verdict:
    """Correct or remove hours: whose they are."""
    if person is not None and entry.person_id == person.pk:
        return GRANTED
    return refused(_("Chacun corrige ses propres heures."))


def can_read_hours_of_organisation(posture: Posture | None) -> Verdict:
    """Read the sums of an organisation: whoever speaks for it."""
    if posture and posture.mandate:
        return GRANTED
    return refused(
        _("Choisissez en haut de la page l’organisation dont vous voulez lire les heures.")
    )


def can_read_hours_of_alliance(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Read the sums of an alliance: its members."""
    return can_read_inside(posture, alliance)


def speaks_for(person: Person, organisation: Organisation, today: datetime.date) -> bool:
    """Tell whether a person holds a mandate of an organisation today."""
    mandates = Mandate.objects.filter(person=person, organisation=organisation)
    return mandates.current(today).exists()


def can_write_strategy(posture: Posture | None, organisation: Organisation) -> Verdict:
    """Write the strategy or the self-diagnosis of an organisation: whoever speaks for it."""
    if posture and posture.mandate and posture.mandate.organisation_id == organisation.pk:
        return GRANTED
    return refused(
        _(
            "Cette page s’écrit au nom de « %(name)s ». Changez de posture, en haut de la page, si "
            "vous parlez en son nom."
        )
        % {"name": organisation}
    )


def can_read_strategy(posture: Posture | None, organisation: Organisation) -> Verdict:
    """Read them: whoever speaks for it; what it shares, those it agreed to be accompanied by."""
    today = timezone.localdate()
    if posture and speaks_for(posture.person, organisation, today):
        return GRANTED
    if posture and agreed_files(posture.person, organisation, today):
        return GRANTED
    return refused(
        _(
            "Seules « %(name)s » et les personnes dont elle a accepté l’accompagnement lisent "
            "cette page."
        )
        % {"name": organisation}
    )


def agreed_files(person: Person, organisation: Organisation, today: datetime.date) -> bool:
    """Tell whether a person keeps an open file that this organisation agreed to."""
    files = SupportFile.objects.visible_to(person, today=today)
    return files.filter(organisation=organisation, closed_on=None, agreed_at__isnull=False).exists()
