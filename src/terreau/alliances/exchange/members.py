"""The member organisations as a file: taken out by the members, never brought in."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.alliances.enums import MemberRole
from terreau.alliances.models import Alliance, Membership
from terreau.core.exchange.columns import CODE, DATE, LIST, CellError, Column
from terreau.core.exchange.datasets import Dataset, Values
from terreau.core.verdicts import GRANTED, Verdict, refused


def member_columns() -> tuple[Column, ...]:
    """One row for each organisation in each alliance."""
    t = gettext_lazy
    return (
        Column("alliance", t("Alliance"), CODE, required=True),
        Column("member", t("Identifiant du membre"), CODE, required=True),
        Column("member_name", t("Membre")),
        Column("roles", t("Rôles"), LIST, choices=tuple(MemberRole.choices)),
        Column("joined_on", t("Depuis le"), DATE),
        Column("left_on", t("Jusqu’au"), DATE),
        Column("interest", t("Ce qui nous intéresse")),
        Column("gives", t("Ce que nous apportons")),
        Column("receives", t("Ce que nous attendons")),
    )


class MemberDataset(Dataset):
    """The member organisations of the alliances that a person belongs to; never the persons."""

    name = "alliance-members"
    label = gettext_lazy("Membres des alliances")
    lead = gettext_lazy("Une ligne par organisation membre, avec ses rôles et ses dates.")
    columns = member_columns()
    key = ("alliance", "member")

    def can_import(self, person) -> Verdict:
        """Refuse: nobody makes another a member by a file."""
        return refused(
            _("Un membre entre par une invitation qu’il accepte : cette liste se lit seulement.")
        )

    def can_export(self, person) -> Verdict:
        """Let everybody who signed in take out the members of their own alliances."""
        return GRANTED

    def export_values(self, person) -> Iterable[Values]:
        """Give the member organisations, past ones dated."""
        joined = Alliance.objects.joined_by(person, today=localdate()).filter(deleted_at=None)
        rows = Membership.objects.filter(
            alliance__in=joined.values("pk"), organisation__isnull=False
        )
        rows = rows.select_related("alliance", "organisation").prefetch_related("roles")
        return (self.read_values(row) for row in rows.order_by("alliance__slug", "joined_on", "pk"))

    def read_values(self, instance: Membership) -> Values:
        """Give the present values of one membership."""
        running = {role.role for role in instance.roles.all() if role.ends_on is None}
        return {
            "alliance": instance.alliance.slug,
            "member": str(instance.organisation.uuid),
            "member_name": instance.organisation.name,
            "roles": sorted(running) or None,
            "joined_on": instance.joined_on,
            "left_on": instance.left_on,
            "interest": instance.interest or None,
            "gives": instance.gives or None,
            "receives": instance.receives or None,
        }

    def find_existing(self, rows: Sequence[Values]) -> list[Any]:
        """Give nothing: no row comes in."""
        return [None] * len(rows)

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Give nothing: no row comes in."""
        return {}

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Any:
        """Refuse, as `can_import` does."""
        raise CellError(self.can_import(by).reason)

    def change(self, instance: Any, values: Values, *, by, posture, now) -> None:
        """Refuse, as `can_import` does."""
        raise CellError(self.can_import(by).reason)

    def remove(self, instance: Any, *, by, posture, now: datetime.datetime) -> None:
        """Refuse, as `can_import` does."""
        raise CellError(self.can_import(by).reason)
