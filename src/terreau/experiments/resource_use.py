"""How much of a line of a sheet is promised already, so that nothing is counted twice."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from terreau.actors.folding import fold
from terreau.actors.models import Resource
from terreau.experiments.models import Contribution, Piece


@dataclass(frozen=True)
class Use:
    """What one line offers, what is promised of it elsewhere, and what is left."""

    resource: Resource
    promised: Decimal  # elsewhere, in the unit of the line; what has no quantity is not in it
    times: int  # contributions that use the line elsewhere
    unmeasured: int  # of which nobody said how much

    @property
    def left(self) -> Decimal | None:
        """What may still be promised; None when the line says no quantity."""
        if self.resource.quantity is None:
            return None
        return max(self.resource.quantity - self.promised, Decimal(0))


def same_unit(first: str, second: str) -> bool:
    """Tell whether two units are the same word, plural forgiven; two blanks are."""
    return _plain_unit(first) == _plain_unit(second)


def _plain_unit(unit: str) -> str:
    if unit.strip() in ("€", "EUR"):
        return "euro"
    words = fold(unit).split()
    return " ".join(word.rstrip("s") for word in words)


def use_of(resource: Resource, *, besides: Contribution | None = None) -> Use:
    """Read what is promised of a line, in one query; those of one contribution left aside."""
    rows: QuerySet[Contribution] = Contribution.objects.standing().filter(resource=resource)
    if besides is not None and besides.pk:
        rows = rows.exclude(pk=besides.pk)
    promised, times, unmeasured = Decimal(0), 0, 0
    told = rows.order_by("pk").values_list("quantity", "delivered_quantity", "piece__unit")
    for quantity, delivered, unit in told:
        times += 1
        amount = quantity if delivered is None else delivered
        if amount is None or not same_unit(unit, resource.unit):
            unmeasured += 1
        else:
            promised += amount
    return Use(resource, promised, times, unmeasured)


def is_comparable(resource: Resource, piece: Piece) -> bool:
    """Tell whether what is promised to a piece is counted in the unit of the line."""
    return resource.quantity is not None and same_unit(resource.unit, piece.unit)
