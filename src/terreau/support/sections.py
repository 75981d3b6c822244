"""What the accompaniment shows on a sheet, on a partnership, and in a person's own data."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.extensions import Section
from terreau.actors.models import Organisation
from terreau.actors.scrubbing import Traces, scrub_table
from terreau.partnerships.models import Partnership
from terreau.partnerships.permissions import current_parties
from terreau.support.models import HourEntry, SupportFile, SupportNote, SupportTask
from terreau.support.permissions import can_open_file

HAS_FILES = Exists(
    SupportFile.objects.filter(organisation=OuterRef("pk"), closed_on=None).order_by()
)


def support_of_organisation(request: HttpRequest, organisation: Organisation) -> Section | None:
    """Who accompanies an organisation, its own pages, and the door to accompany it."""
    files = SupportFile.objects.filter(organisation=organisation)
    if not getattr(organisation, "has_files", True):
        files = files.none()
    told = _told(request, files, {organisation.pk})
    if told is None:
        return None
    may_open = can_open_file(request.posture, organisation=organisation)
    told |= {"organisation": organisation, "open_url": "support:open", "thing": organisation}
    reads_strategy = told["is_own"] or any(one.agreed_at for one in told["kept"])
    told |= {"may_open": may_open and not told["is_kept_here"], "reads_strategy": reads_strategy}
    return _section(told)


def support_of_partnership(request: HttpRequest, partnership: Partnership) -> Section | None:
    """Who accompanies a partnership, and the door to accompany it."""
    files = SupportFile.objects.filter(partnership=partnership)
    parties = {party.organisation_id for party in current_parties(partnership)}
    told = _told(request, files, parties)
    if told is None:
        return None
    may_open = can_open_file(request.posture, partnership=partnership)
    told |= {"organisation": None, "open_url": "support:open-partnership", "thing": partnership}
    told |= {"may_open": may_open and not told["is_kept_here"], "reads_strategy": False}
    return _section(told)


def _told(request: HttpRequest, files, accompanied: Iterable[int]) -> dict[str, Any] | None:
    """Read the open files in one query; nobody else learns that somebody is accompanied."""
    spoken_for = {mandate.organisation_id for mandate in request.posture_choices or ()}
    if not spoken_for:
        return None
    is_own = not spoken_for.isdisjoint(accompanied)
    rows = list(files.filter(closed_on=None).select_related("supporter", "accompanist"))
    kept = [one for one in rows if one.supporter_id in spoken_for]
    here = request.posture.mandate.organisation_id if request.posture.mandate else None
    return {
        "is_own": is_own,
        "kept": kept,
        "received": rows if is_own else [],
        "is_kept_here": any(one.supporter_id == here for one in kept),
    }


def _section(told: dict[str, Any]) -> Section | None:
    if not (told["is_own"] or told["kept"] or told["may_open"]):
        return None
    return Section(_("Accompagnement"), "support/_section.html", told)


def support_data(person: Person) -> dict[str, Any]:
    """What Terreau keeps of a person's accompaniments: their own notes, tasks and hours."""
    notes = SupportNote.objects.filter(author=person).select_related(
        "file__organisation", "file__partnership"
    )
    tasks = SupportTask.objects.filter(assignee=person).select_related(
        "file__organisation", "file__partnership"
    )
    hours = HourEntry.objects.filter(person=person).select_related("alliance", "organisation")
    files = SupportFile.objects.filter(accompanist=person).select_related(
        "organisation", "partnership"
    )
    return {
        "dossiers suivis": [
            {"dossier": str(one), "ouvert le": one.opened_on, "clos le": one.closed_on}
            for one in files.order_by("opened_on", "pk")
        ],
        "notes": [
            {
                "dossier": str(one.file),
                "note": one.text,
                "partagée": one.is_shared,
                "le": one.written_at,
            }
            for one in notes.order_by("written_at", "pk")
        ],
        "tâches": [
            {"dossier": str(one.file), "tâche": one.what, "état": str(one.get_state_display())}
            for one in tasks.order_by("pk")
        ],
        "heures": [_hours(one) for one in hours.order_by("on", "pk")],
    }


def _hours(entry: HourEntry) -> dict[str, Any]:
    return {
        "jour": entry.on,
        "minutes": entry.minutes,
        "métier": str(entry.get_trade_display()),
        "phase": str(entry.get_phase_display()),
        "ingénierie": str(entry.get_engineering_display()),
        "alliance": entry.alliance.name if entry.alliance else "",
        "au nom de": entry.organisation.name if entry.organisation else "",
        "en deux mots": entry.note,
    }


def erase_words(traces: Traces) -> int:
    """Take what identifies an erased person out of the files, the notes and the hours."""
    return sum(scrub_table(model, traces) for model in apps.get_app_config("support").get_models())
