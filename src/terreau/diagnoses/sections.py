"""What the diagnosis adds to an alliance's overview, and knows of a person."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.alliances.extensions import Card
from terreau.alliances.models import Alliance
from terreau.diagnoses.freezing import thaw
from terreau.diagnoses.models import DiagnosisChoices, DiagnosisSnapshot
from terreau.diagnoses.summaries import summary_sentences

HAS_SNAPSHOT = Exists(DiagnosisSnapshot.objects.filter(alliance=OuterRef("pk")).order_by())
SENTENCES = 3


def diagnosis_card(request: HttpRequest, alliance: Alliance) -> Card | None:
    """Show the latest frozen diagnosis that one may read: one query, none where none was taken."""
    if not getattr(alliance, "has_snapshot", True):
        return None
    visible = DiagnosisSnapshot.objects.visible_to(request.user)
    snapshot = visible.filter(alliance=alliance).first()
    if snapshot is None:
        return None
    snapshot.alliance = alliance
    context = {
        "snapshot": snapshot,
        "sentences": summary_sentences(thaw(snapshot.content))[:SENTENCES],
        "slug": alliance.slug,
    }
    return Card(_("Le diagnostic"), "diagnoses/_overview_card.html", context)


def snapshots_data(person: Person) -> dict[str, Any]:
    """What Terreau keeps of the diagnoses that a person froze, and of the choices they saved."""
    rows = DiagnosisSnapshot.objects.filter(taken_by=person).light().select_related("alliance")
    saved = DiagnosisChoices.objects.filter(saved_by=person).order_by("saved_at", "pk")
    pairs = saved.values_list("alliance__name", "saved_at")
    return {
        "diagnostics arrêtés": [
            {"alliance": row.alliance.name, "titre": row.title, "le": row.taken_at}
            for row in rows.order_by("taken_at", "pk")
        ],
        "choix de lecture": [{"alliance": name, "le": at} for name, at in pairs],
    }
