"""Datasets whose rows are what one person may see, and whose past only changes on its page."""

import copy
import datetime
from collections.abc import Sequence
from typing import Any, Self

from django.utils.translation import gettext as _

from terreau.core.exchange.columns import CellError
from terreau.core.exchange.datasets import Dataset, Values
from terreau.core.exchange.staging import find_changes
from terreau.core.verdicts import GRANTED, Verdict, refused


class OwnFile(Dataset):
    """Rows that a person may see; `read_only` cells come back as the export wrote them."""

    key = ("uuid",)
    read_only: tuple[str, ...] = ()
    person: Any = None
    # Lazy sentences of the domain: what to do without an account, why a row never goes.
    sign_in_reason: Any = ""
    history_reason: Any = ""

    def for_run(self, run) -> Self:
        """Know whose import it is: a file never shows what one may not see."""
        return self.for_person(run.requested_by)

    def for_person(self, person) -> Self:
        """Give the dataset as one person reads it."""
        bound = copy.copy(self)
        bound.person = person
        return bound

    def can_import(self, person) -> Verdict:
        """Let whoever signed in bring lines in; each line is asked again."""
        if getattr(person, "is_authenticated", False):
            return GRANTED
        return refused(str(self.sign_in_reason))

    def can_export(self, person) -> Verdict:
        """Let whoever signed in take out what they may read."""
        return self.can_import(person)

    def can_remove(self, instance: Any) -> Verdict:
        """What was lived is a history."""
        return refused(str(self.history_reason))

    def remove(self, instance: Any, *, by, posture, now: datetime.datetime) -> None:
        """Refuse: `can_remove` says why."""
        raise CellError(self.can_remove(instance).reason)

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Refuse a cell that only the life of the thing changes."""
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
