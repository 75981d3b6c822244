"""What a dataset may do a thousand rows at a time; by default, one after the other."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from terreau.core.exchange.columns import CellError
from terreau.core.verdicts import GRANTED, Verdict

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Ambiguous:
    """Several existing things could be meant; the sentence says which and what to do."""

    sentence: str


@dataclass(frozen=True)
class Proposal:
    """Something known that a row may be about: a person decides.

    `key` is the primary key that `find_by_key` knows; `score` goes from 0 to 1; each of `reasons`
    is a short phrase that explains it (« même commune », « nom à une lettre près »).
    """

    key: str
    label: str
    detail: str = ""
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    url: str = ""


class BatchDataset:
    """The methods by batch, which fall back on the methods by row."""

    def read_values(self, instance: Any) -> Values:
        """Give the present values of one row."""
        raise NotImplementedError

    def can_remove(self, instance: Any) -> Verdict:
        """Tell whether nothing else hangs on a row that an import created."""
        return GRANTED

    def can_change(self, instance: Any, person) -> Verdict:
        """Tell whether this person may change this existing row; shown in the preview."""
        return GRANTED

    def check_row(self, values: Values) -> dict[str, str]:
        """Find what is wrong between the cells of one row."""
        return {}

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Any:
        """Create one row and return it."""
        raise NotImplementedError

    def change(self, instance: Any, values: Values, *, by, posture, now: datetime.datetime) -> None:
        """Change the given columns of one row."""
        raise NotImplementedError

    def remove(self, instance: Any, *, by, posture, now: datetime.datetime) -> None:
        """Remove a row that an import created."""
        raise NotImplementedError

    def for_run(self, run) -> Any:
        """Give the dataset as one import uses it: its choices, what it keeps in memory."""
        return self

    def finish_run(self, run, *, now: datetime.datetime) -> None:
        """Do what waits for the last row of an import: ties between its rows, the journal."""

    def result_texts(self, run) -> list[tuple[str, str]]:
        """Give texts to copy from the page of a finished import, as (title, text)."""
        return []

    def notes_of(self, values: Values) -> Mapping[str, str]:
        """Tell what completing a row understood for the person: {column name: sentence}."""
        return {}

    def merge_values(self, first: Values, second: Values) -> dict[str, Any] | None:
        """Give the row kept with what a folded one adds; None when it adds nothing."""
        return None

    def meet_many(self, pairs: Sequence[tuple[Any, Values]]) -> list[dict[str, Any]]:
        """Give the values of rows that a person says are about these instances."""
        return [dict(values) for _instance, values in pairs]

    def complete_rows(self, rows: Sequence[Values]) -> list[dict[str, Any]]:
        """Give each row with what can be deduced from it (a territory, a number).

        Columns keep values of their kind; anything else must be plain JSON, and stays beside the
        row until it is written.
        """
        return [dict(row) for row in rows]

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Find what is wrong in each completed row: {column name: sentence, "": sentence}."""
        return [self.check_row(row) for row in rows]

    def propose(self, rows: Sequence[Values]) -> list[tuple[Proposal, ...]]:
        """For rows about nothing known by its identifier, propose what they may be about."""
        return [()] * len(rows)

    def propose_within(self, rows: Any) -> Iterator[tuple[int, tuple[Proposal, ...]]]:
        """Propose to rows of a file others before them; `rows` is a `within.NewRows`.

        Gives, in the order of the file, the rank of a row and proposals whose `key` is the rank of
        a row before it.
        """
        return iter(())

    def read_many(self, instances: Sequence[Any]) -> list[Values]:
        """Give the present values of several rows, in few queries."""
        return [self.read_values(instance) for instance in instances]

    def can_change_many(self, instances: Sequence[Any], person) -> list[Verdict]:
        """Tell for each existing row whether this person may change it."""
        return [self.can_change(instance, person) for instance in instances]

    def can_remove_many(self, instances: Sequence[Any]) -> list[Verdict]:
        """Tell for each row that an import created whether it may be removed."""
        return [self.can_remove(instance) for instance in instances]

    def create_many(self, rows: Sequence[Values], *, by, posture, now, run) -> list[Any]:
        """Create rows; give each instance, or the `CellError` that refuses it."""
        who = {"by": by, "posture": posture, "now": now}
        return [_attempt(self.create, row, **who) for row in rows]

    def change_many(
        self, pairs: Sequence[tuple[Any, Values]], *, by, posture, now, run
    ) -> list[CellError | None]:
        """Change the given columns of each instance; None, or the `CellError` that refuses it."""
        who = {"by": by, "posture": posture, "now": now}
        done = [_attempt(self.change, instance, values, **who) for instance, values in pairs]
        return [item if isinstance(item, CellError) else None for item in done]

    def remove_many(
        self, instances: Sequence[Any], *, by, posture, now, run
    ) -> list[CellError | None]:
        """Remove rows that an import created; None, or the `CellError` that refuses it."""
        who = {"by": by, "posture": posture, "now": now}
        done = [_attempt(self.remove, instance, **who) for instance in instances]
        return [item if isinstance(item, CellError) else None for item in done]


def _attempt(act, *args: Any, **who: Any) -> Any:
    """Do one row in a savepoint of its own, so that its refusal leaves the others alone."""
    try:
        with transaction.atomic():
            return act(*args, **who)
    except CellError as error:
        return error
    except ValidationError as error:
        return CellError(" ".join(error.messages))
    except IntegrityError:
        return CellError(
            _("Cette ligne en contredit une autre déjà enregistrée. Vérifiez son identifiant.")
        )
    except PermissionDenied as error:
        return CellError(str(error))
