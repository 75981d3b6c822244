"""The member organisations as a file: out to the members, back in for what a member says."""

import copy
import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.alliances.actions.membership import SAID, describe_member
from terreau.alliances.enums import MemberRole
from terreau.alliances.exchange.member_reading import find_members, postures_for, readable_members
from terreau.alliances.models import Membership
from terreau.alliances.permissions_members import can_describe_member
from terreau.core.exchange.columns import CODE, DATE, LIST, CellError, Column
from terreau.core.exchange.datasets import Dataset, Values
from terreau.core.exchange.staging import find_changes
from terreau.core.verdicts import GRANTED, Verdict, refused

# Told by the life of the alliance itself: a file says them, and changes none of them.
READ_ONLY = ("member_name", "roles", "joined_on", "left_on")


def member_columns() -> tuple[Column, ...]:
    """One row for each organisation in each alliance."""
    told = _("Pour lire ; ne se change pas ici.")
    return (
        Column("alliance", _("Alliance"), CODE, required=True, help=_("Son nom dans l’adresse.")),
        Column("member", _("Identifiant du membre"), CODE, required=True),
        Column("member_name", _("Membre"), help=told),
        Column("roles", _("Rôles"), LIST, choices=tuple(MemberRole.choices), help=told),
        Column("joined_on", _("Depuis le"), DATE, help=told),
        Column("left_on", _("Jusqu’au"), DATE, help=told),
        Column("interest", _("Ce qui nous intéresse"), max_length=500),
        Column("gives", _("Ce que nous apportons"), max_length=500),
        Column("receives", _("Ce que nous attendons"), max_length=500),
    )


class MemberDataset(Dataset):
    """The member organisations of the alliances that a person belongs to; never the persons."""

    name = "alliance-members"
    label = _("Membres des alliances")
    lead = _("Une ligne par organisation membre, avec ses rôles et ses dates.")
    columns = member_columns()
    key = ("alliance", "member", "joined_on")
    person: Any = None

    def for_run(self, run) -> "MemberDataset":
        """Know whose import it is: a file never shows an alliance to which one does not belong."""
        bound = copy.copy(self)
        bound.person = run.requested_by
        return bound

    def can_import(self, person) -> Verdict:
        """Let whoever belongs to an alliance bring its members in; each line is asked again."""
        signed_in = getattr(person, "is_authenticated", False)
        if signed_in and readable_members(person, localdate()).exists():
            return GRANTED
        return refused(gettext("Cette liste se lit et se corrige entre membres d’une alliance."))

    def can_export(self, person) -> Verdict:
        """Let everybody who signed in take out the members of their own alliances."""
        return GRANTED

    def can_change(self, instance: Membership, person) -> Verdict:
        """Ask the alliances' own rule."""
        return self.can_change_many([instance], person)[0]

    def can_change_many(self, instances: Sequence[Membership], person) -> list[Verdict]:
        """Ask it of a batch, the postures found together."""
        postures = postures_for(person, instances, localdate())
        return [can_describe_member(postures[one.pk], one) for one in instances]

    def can_remove(self, instance: Membership) -> Verdict:
        """Never: no file brought a member in."""
        return refused(gettext("Un membre part de lui-même : aucun fichier ne l’a fait entrer."))

    def export_values(self, person) -> Iterable[Values]:
        """Give the member organisations, past ones dated."""
        rows = readable_members(person, localdate())
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
            **{name: getattr(instance, name) or None for name in SAID},
        }

    def find_existing(self, rows: Sequence[Values]) -> list[Membership | None]:
        """Find the membership of each row among those that this person may read."""
        return find_members(rows, self.person, localdate())

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        rows = Membership.objects.filter(pk__in=keys, organisation__isnull=False)
        rows = rows.select_related("alliance", "organisation").prefetch_related("roles")
        return {str(row.pk): row for row in rows}

    def complete_rows(self, rows: Sequence[Values]) -> list[dict[str, Any]]:
        """Write roles in one order, as the export does."""
        return [
            {**row, "roles": sorted(set(row["roles"]))} if row.get("roles") else dict(row)
            for row in rows
        ]

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Refuse a member that is none, and a cell that only the life of the alliance changes."""
        found = self.find_existing(rows)
        return [self._faults(row, member) for row, member in zip(rows, found, strict=True)]

    def _faults(self, row: Values, member: Membership | None) -> dict[str, str]:
        if member is None:
            return {"member": _not_a_member()} if row.get("member") else {}
        told = {name: row[name] for name in READ_ONLY if name in row}
        sentence = gettext("Cette case se lit seulement : remettez ce que disait l’export.")
        changes = find_changes(self, told, self.read_values(member))
        return {name: sentence for name, _before, _after in changes}

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Any:
        """Refuse: nobody makes another a member by a file."""
        raise CellError(_not_a_member())

    def change(self, instance: Membership, values: Values, *, by, posture, now) -> None:
        """Change what the member says, through the domain's action."""
        who = postures_for(by, [instance], localdate(now))[instance.pk]
        said = {name: values[name] or "" for name in SAID if name in values}
        describe_member(instance, said, by=who, now=now)

    def remove(self, instance: Membership, *, by, posture, now: datetime.datetime) -> None:
        """Refuse: `can_remove` says why."""
        raise CellError(self.can_remove(instance).reason)


def _not_a_member() -> str:
    return gettext(
        "Cette organisation n’est pas membre d’une de vos alliances. Un membre entre par une "
        "invitation qu’il accepte : invitez-le depuis la page des membres."
    )
