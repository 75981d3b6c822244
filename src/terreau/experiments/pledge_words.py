"""What is worth saying of a promise that is accepted: more than the need, or said twice."""

from django.utils.translation import gettext as _

from terreau.experiments.models import Contribution
from terreau.experiments.puzzle_reading import plain_quantity, read_piece
from terreau.experiments.resource_use import is_comparable, use_of


def warn_of_pledge(made: Contribution) -> list[str]:
    """Say in full sentences what the organisation may want to know."""
    warnings = []
    piece = made.piece
    reading = read_piece(piece)
    if reading.surplus:
        warnings.append(
            _(
                "C’est plus que le besoin : %(surplus)s de plus. Tout est gardé ; seul le besoin "
                "compte comme couvert."
            )
            % {"surplus": plain_quantity(reading.surplus, piece.unit)}
        )
    line = made.resource
    if line is None:
        return warnings
    if line.quantity is not None and not is_comparable(line, piece):
        warnings.append(
            _(
                "« %(line)s » se compte en « %(one)s » et la pièce en « %(other)s » : Terreau ne "
                "peut pas vérifier qu’elle n’est pas promise deux fois."
            )
            % {"line": line.title, "one": line.unit or "—", "other": piece.unit or "—"}
        )
        return warnings
    use = use_of(line, besides=made)
    if line.quantity is None and use.times:
        warnings.append(
            _(
                "« %(line)s » est déjà promise ailleurs, et votre fiche n’en dit pas la quantité : "
                "vérifiez qu’elle suffit aux deux."
            )
            % {"line": line.title}
        )
    return warnings
