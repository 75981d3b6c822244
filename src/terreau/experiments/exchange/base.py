"""What the three datasets share: whose file it is, what is only read, in whose name one writes."""

import copy
import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture, current_mandates
from terreau.core.exchange.columns import CellError
from terreau.core.exchange.datasets import Dataset, Values
from terreau.core.exchange.staging import find_changes
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.experiments.models import Experiment


class ExperimentFile(Dataset):
    """Rows of the experiments that a person may see."""

    key = ("uuid",)
    read_only: tuple[str, ...] = ()
    person: Any = None

    def for_run(self, run) -> "ExperimentFile":
        """Know whose import it is: a file never shows what one may not see."""
        bound = copy.copy(self)
        bound.person = run.requested_by
        return bound

    def can_import(self, person) -> Verdict:
        """Let whoever signed in bring lines in; each line is asked again."""
        if getattr(person, "is_authenticated", False):
            return GRANTED
        return refused(_("Connectez-vous pour apporter des expérimentations."))

    def can_export(self, person) -> Verdict:
        """Let whoever signed in take out what they may read."""
        return self.can_import(person)

    def can_remove(self, instance: Any) -> Verdict:
        """What was said in an experiment is its history."""
        return refused(
            _("Ce qui est dit dans une expérimentation est son histoire : changez-le sur sa page.")
        )

    def remove(self, instance: Any, *, by, posture, now: datetime.datetime) -> None:
        """Refuse: `can_remove` says why."""
        raise CellError(self.can_remove(instance).reason)

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Refuse a cell that only the life of the experiment changes."""
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


def uuid_of(text: str | None) -> UUID | None:
    """Read an identifier; what is none is none."""
    try:
        return UUID(str(text or ""))
    except ValueError:
        return None


def uuids_in(values: Iterable[str | None]) -> set[UUID]:
    """The identifiers among these texts."""
    return {uuid for uuid in map(uuid_of, values) if uuid}


def plain_text(text: str) -> str | None:
    """Write a text as a file keeps it: its lines end alike everywhere; nothing is an empty cell."""
    return text.replace("\r\n", "\n").replace("\r", "\n") or None


def plain_number(number: Decimal | None) -> Decimal | None:
    """Write a quantity without its useless zeros."""
    return None if number is None else Decimal(f"{number.normalize():f}")


def posture_for(person, allows: Callable[[Posture], Verdict], now: datetime.datetime) -> Posture:
    """In whose name this person may write: the first of their postures that the rule grants."""
    mandates = current_mandates(person, today=localdate(now))
    postures = [*(Posture(person, mandate) for mandate in mandates), Posture(person)]
    return next((one for one in postures if allows(one)), postures[0])


def named_experiment(person, text: str | None) -> Experiment:
    """The experiment that a line names, that this person may see."""
    uuid = uuid_of(text)
    rows = Experiment.objects.visible_to(person).select_related("alliance")
    found = rows.filter(uuid=uuid).first() if uuid else None
    if found is None:
        raise CellError(
            _("Cette expérimentation n’existe pas, ou vous ne la voyez pas. Apportez-la d’abord.")
        )
    return found
