"""The accompaniment of the small France: one file, its parts, hours, a strategy."""

from django.utils import timezone

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.partnerships.models import Partnership, Party
from terreau.support.models import (
    HourEntry,
    SupportFile,
    SupportMeeting,
    SupportNote,
    SupportTask,
)


def fill_support(scenario, alliance: Alliance) -> None:
    """Bastien's club accompanies Ama's school; Bastien logs an hour."""
    bastien, ama = scenario.people["facilitator"], scenario.people["member"]
    club = Organisation.objects.get(name="Club des entreprises")
    school = Organisation.objects.get(name="Lycée du Val")
    now = timezone.now()
    file = SupportFile.objects.create(
        supporter=club,
        accompanist=bastien,
        organisation=school,
        alliance=alliance,
        phase="start",
        opened_on=timezone.localdate(now),
        posture="Bastien",
    )
    task = SupportTask.objects.create(file=file, what="Appeler la ville", assignee=ama)
    note = SupportNote.objects.create(file=file, text="À moi", author=bastien, posture="Bastien")
    meeting = SupportMeeting.objects.create(file=file, happens_at=now, posture="Bastien")
    entry = HourEntry.objects.create(
        person=bastien, on=timezone.localdate(now), minutes=60, trade="dialogue", alliance=alliance
    )
    partnership = Partnership.objects.create(title="Visites", is_public=True, posture="Bastien")
    Party.objects.create(partnership=partnership, organisation=school)
    scenario.arguments |= {
        **{f"support:{name}.uuid": file.uuid for name in ("file", "edit", "close", "reopen")},
        **{f"support:{name}.uuid": file.uuid for name in ("shared", "agree")},
        **{f"support:{name}-add.uuid": file.uuid for name in ("task", "note", "meeting")},
        "support:task.uuid": task.uuid,
        "support:note-remove.uuid": note.uuid,
        "support:meeting.uuid": meeting.uuid,
        "support:hours-edit.uuid": entry.uuid,
        "support:hours-remove.uuid": entry.uuid,
        "support:open-partnership.uuid": partnership.uuid,
        **{f"support:{name}.uuid": school.uuid for name in ("open", "strategy", "diagnosis")},
        **{f"support:{name}.uuid": school.uuid for name in ("strategy-write", "diagnosis-make")},
    }
