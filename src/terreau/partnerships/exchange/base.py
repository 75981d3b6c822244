"""What the four datasets share: whose import it is, who may bring in and take out."""

import copy
import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.core.exchange.columns import CellError
from terreau.core.exchange.datasets import Dataset, Values
from terreau.core.exchange.staging import find_changes
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.partnerships.exchange.finding import SeenOrigins, posture_for, seen_by, uuid_of
from terreau.partnerships.models import Partnership
from terreau.partnerships.permissions import can_edit_partnership


class PartnershipFile(Dataset):
    """Rows of the partnerships that a person may see; papers and reviews are never in a file."""

    key = ("uuid",)
    read_only: tuple[str, ...] = ()
    person: Any = None

    def for_run(self, run) -> "PartnershipFile":
        """Know whose import it is: a file never shows a partnership that one may not see."""
        return self.for_person(run.requested_by)

    def for_person(self, person) -> "PartnershipFile":
        """Give the dataset as one person reads it."""
        bound = copy.copy(self)
        bound.__dict__.pop("seen_origins", None)
        bound.person = person
        return bound

    @cached_property
    def seen_origins(self) -> SeenOrigins:
        """What this person may see of what partnerships are born of: asked once a file."""
        return SeenOrigins.by(self.person)

    def can_import(self, person) -> Verdict:
        """Let whoever signed in bring lines in; each line is asked again."""
        if getattr(person, "is_authenticated", False):
            return GRANTED
        return refused(_("Connectez-vous pour apporter des partenariats."))

    def can_export(self, person) -> Verdict:
        """Let whoever signed in take out what they may read."""
        return GRANTED

    def partnership_of(self, instance: Any) -> Partnership:
        """The partnership that a row is part of."""
        return instance.partnership

    def can_change(self, instance: Any, person) -> Verdict:
        """Ask the partnerships' own rule."""
        partnership = self.partnership_of(instance)
        return can_edit_partnership(posture_for(person, partnership, localdate()), partnership)

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Refuse a cell that only the life of the partnership changes."""
        found = self.find_existing(rows)
        return [self._faults(row, one) for row, one in zip(rows, found, strict=True)]

    def _faults(self, row: Values, instance: Any) -> dict[str, str]:
        if instance is None:
            return self.check_new(row)
        told = {name: row[name] for name in self.read_only if name in row}
        sentence = _("Cette case se lit seulement : remettez ce que disait l’export.")
        changes = find_changes(self, told, self.read_values(instance))
        return {name: sentence for name, _before, _after in changes}

    def check_new(self, row: Values) -> dict[str, str]:
        """Find what a new line lacks."""
        return {}

    def named_partnership(self, values: Values) -> Partnership:
        """The partnership of a new line, that this person may see."""
        uuid = uuid_of(values.get("partnership"))
        found = seen_by(self.person).filter(uuid=uuid).first() if uuid else None
        if found is None:
            raise CellError(
                _(
                    "Ce partenariat n’existe pas, ou vous ne le voyez pas. Apportez d’abord sa "
                    "fiche."
                )
            )
        return found

    def remove(self, instance: Any, *, by, posture, now: datetime.datetime) -> None:
        """Refuse: `can_remove` says why."""
        raise CellError(self.can_remove(instance).reason)

    def can_remove(self, instance: Any) -> Verdict:
        """What entered a partnership is its history."""
        return refused(
            _("Ce qui est entré dans un partenariat est son histoire : changez-le sur sa page.")
        )
