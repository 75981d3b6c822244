"""A frozen diagnosis in each alliance of the small France; that of the published one is public."""

import datetime

from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.diagnoses.freezing import fingerprint, freeze
from terreau.diagnoses.gathering import gather
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.values import Choices

DAY = datetime.date(2024, 5, 13)


def fill_crossing(scenario, alliance: Alliance) -> None:
    """Add what the addresses of the diagnosis need."""
    published = Alliance.objects.get(slug="ailleurs")
    taken = _snapshot(alliance)
    _snapshot(published, published_at=timezone.now())
    ones = ("snapshot", "publish_snapshot", "withdraw_snapshot", "remove_snapshot", "compare")
    papers = ("print", "elected_snapshot", "pdf", "elected_pdf", "export_snapshot", "paper")
    for name in (*ones, *papers):
        scenario.arguments[f"diagnoses:{name}.uuid"] = taken.uuid
    scenario.arguments |= {
        "diagnoses:challenge.uuid": scenario.arguments["alliances:uuid"],
        "diagnoses:paper.kind": "diagnostic",
        "diagnoses:export.name": "diagnostic.csv",
        "diagnoses:export_snapshot.name": "diagnostic.json",
    }


def _snapshot(alliance: Alliance, **fields) -> DiagnosisSnapshot:
    content = freeze(gather(alliance, Choices(), on=DAY))
    return DiagnosisSnapshot.objects.create(
        alliance=alliance,
        title="Diagnostic de départ",
        taken_on=DAY,
        content=content,
        fingerprint=fingerprint(content),
        posture="Bastien",
        **fields,
    )
