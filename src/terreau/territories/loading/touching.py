"""Know which large units touch: two of them do when a commune of one touches one of the other."""

from django.db.models import F

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Adjacency, Territory

LEVELS = ("epci", "departement", "region")


def link_units() -> int:
    """Write again the neighbours of intercommunalités, départements and régions."""
    # By keys: in the midst of a loading, PostgreSQL knows the size of neither table, and a join
    # may be tried row by row.
    units = Territory.objects.exclude(kind=TerritoryKind.COMMUNE).order_by()
    Adjacency.objects.filter(first__in=list(units.values_list("pk", flat=True))).delete()
    communes = Adjacency.objects.filter(first__kind=TerritoryKind.COMMUNE).order_by()
    rows = []
    for level in LEVELS:
        one, other = f"first__{level}", f"second__{level}"
        pairs = communes.exclude(**{one: F(other)}).values_list(one, other).distinct()
        linked = {tuple(sorted(pair)) for pair in pairs if None not in pair}
        rows += [Adjacency(first_id=a, second_id=b) for a, b in sorted(linked)]
    Adjacency.objects.bulk_create(rows, batch_size=2_000)
    return len(rows)
