"""The dated stages of partnerships as a file."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.core.exchange.columns import BOOLEAN, CHOICE, CODE, PARTIAL_DATE, CellError, Column
from terreau.core.exchange.datasets import Values
from terreau.partnerships.actions.stages import recall_stage
from terreau.partnerships.enums import Stage
from terreau.partnerships.exchange.base import PartnershipFile
from terreau.partnerships.exchange.finding import found_by_uuid, posture_for, seen_by
from terreau.partnerships.models import StageChange


def stage_columns() -> tuple[Column, ...]:
    """One row a stage lived."""
    told = _("Pour lire ; ne se change pas ici.")
    return (
        Column("uuid", _("Identifiant de la ligne"), CODE, help=_("Vide pour une nouvelle étape.")),
        Column("partnership", _("Identifiant du partenariat"), CODE, required=True),
        Column("partnership_title", _("Nom du partenariat"), help=told),
        Column("stage", _("Étape"), CHOICE, required=True, choices=tuple(Stage.choices)),
        Column("since", _("Depuis"), PARTIAL_DATE, required=True),
        Column("is_back", _("Retour en arrière"), BOOLEAN, help=told),
        Column("note", _("Pourquoi"), max_length=300),
        Column("posture", _("Noté par"), help=told),
    )


class StageDataset(PartnershipFile):
    """The history of the stages; a line lived is not rewritten, a new one is noted."""

    name = "partnership-stages"
    label = _("Étapes des partenariats")
    lead = _("Une ligne par étape, avec sa date et, pour un retour, sa raison.")
    columns = stage_columns()
    read_only = tuple(column.name for column in stage_columns() if column.name != "uuid")

    def export_values(self, person) -> Iterable[Values]:
        """Give every stage."""
        rows = StageChange.objects.filter(partnership__in=seen_by(person).values("pk"))
        rows = rows.select_related("partnership").order_by("partnership", "recorded_at", "pk")
        return (self.read_values(row) for row in rows)

    def read_values(self, instance: StageChange) -> Values:
        """Give the values of one stage."""
        return {
            "uuid": str(instance.uuid),
            "partnership": str(instance.partnership.uuid),
            "partnership_title": instance.partnership.title,
            "stage": instance.stage,
            "since": instance.since,
            "is_back": instance.is_back,
            "note": instance.note or None,
            "posture": instance.posture or None,
        }

    def find_existing(self, rows: Sequence[Values]) -> list[StageChange | None]:
        """Find by the identifier."""
        seen = StageChange.objects.filter(partnership__in=seen_by(self.person).values("pk"))
        return found_by_uuid(rows, seen.select_related("partnership"))

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        rows = StageChange.objects.filter(pk__in=keys).select_related("partnership")
        return {str(one.pk): one for one in rows}

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> StageChange:
        """Note a stage lived, or the one reached since."""
        partnership = self.named_partnership(values)
        return recall_stage(
            partnership,
            values["stage"],
            since=values["since"],
            note=values.get("note") or "",
            by=posture_for(by, partnership, localdate(now)),
            now=now,
        )

    def change(self, instance: StageChange, values: Values, *, by, posture, now) -> None:
        """Refuse: what was lived is not rewritten."""
        raise CellError(gettext("Une étape notée ne se récrit pas : notez-en une autre."))
