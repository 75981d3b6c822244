"""Draw who visits whom: rows go, columns receive; people are counted, never named."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.pictures import Picture
from terreau.core.pictures.matrix import MatrixRow, draw_matrix
from terreau.experiments.enums import ImmersionState
from terreau.experiments.models import Immersion
from terreau.experiments.pictures.puzzle_words import name_of


def draw_exchanges(rows: Sequence[Immersion], *, signed_in: bool) -> Picture:
    """Count the immersions agreed or lived, from each organisation to each other one."""
    shown = [row for row in rows if row.state != ImmersionState.DROPPED]
    counts: dict[tuple[int, int], int] = defaultdict(int)
    everyone = {}
    for row in shown:
        counts[row.visitor_id, row.host_id] += 1
        everyone |= {row.visitor_id: row.visitor, row.host_id: row.host}
    actors = sorted(everyone.values(), key=lambda one: (one.world, one.name))
    names = [name_of(one, signed_in=signed_in) for one in actors]
    matrix = [
        MatrixRow(
            name,
            tuple(counts[one.pk, other.pk] for other in actors),
            world=one.world,
        )
        for one, name in zip(actors, names, strict=True)
    ]
    lived = [row for row in shown if row.state == ImmersionState.DONE]
    return draw_matrix(
        matrix,
        names,
        title=_("Qui va chez qui"),
        description=_("En ligne, qui va ; en colonne, chez qui ; dans la case, combien de fois."),
        base=_base(len(shown), lived),
        corner=_("Qui va"),
    )


def _base(count: int, lived: Sequence[Immersion]) -> str:
    told = ngettext(
        "Base : %(n)d immersion, dont %(lived)d vécue.",
        "Base : %(n)d immersions, dont %(lived)d vécues.",
        count,
    ) % {"n": count, "lived": len(lived)}
    counted = [row.people for row in lived if row.people is not None]
    if not counted:
        return told
    people = ngettext(
        "%(people)d personne y est allée (nombre connu pour %(known)d sur %(lived)d).",
        "%(people)d personnes y sont allées (nombre connu pour %(known)d sur %(lived)d).",
        sum(counted),
    ) % {"people": sum(counted), "known": len(counted), "lived": len(lived)}
    return f"{told} {people}"
