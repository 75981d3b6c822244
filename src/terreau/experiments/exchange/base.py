"""What the three datasets share: whose file it is, what is only read, in whose name one writes."""

import datetime
from collections.abc import Callable, Iterable
from decimal import Decimal
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.posture import Posture, current_mandates
from terreau.core.exchange.columns import CellError
from terreau.core.exchange.own_files import OwnFile
from terreau.core.verdicts import Verdict
from terreau.experiments.models import Experiment


class ExperimentFile(OwnFile):
    """Rows of the experiments that a person may see."""

    sign_in_reason = gettext_lazy("Connectez-vous pour apporter des expérimentations.")
    history_reason = gettext_lazy(
        "Ce qui est dit dans une expérimentation est son histoire : changez-le sur sa page."
    )


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
