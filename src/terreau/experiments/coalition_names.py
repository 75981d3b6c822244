"""Name what a proposal speaks of: its organisations, its pieces, its amounts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.experiments.models import Piece
from terreau.experiments.puzzle_reading import plain_quantity

SMALL = 1e-6


@dataclass(frozen=True)
class Names:
    """The sheets and the pieces of one proposal, by identifier."""

    sheets: Mapping[str, Organisation]
    pieces: Mapping[str, Piece]

    def one(self, key: str) -> str:
        """Name an organisation, or say that its sheet is gone."""
        sheet = self.sheets.get(key)
        return sheet.name if sheet else _("une fiche disparue")

    def all(self, keys: Iterable[str]) -> str:
        """Name several."""
        return ", ".join(self.one(key) for key in keys)

    def title(self, key: str) -> str:
        """Name a piece, or say that it is gone."""
        piece = self.pieces.get(key)
        return piece.title if piece else _("une pièce retirée")

    def amount(self, key: str, amount: float) -> str:
        """Write an amount in the unit of its piece; nothing for one that is not counted."""
        piece = self.pieces.get(key)
        if piece is None or piece.quantity is None:
            return ""
        return plain_quantity(Decimal(str(round(amount, 2))), piece.unit)

    def left(self, missing: Iterable[tuple[str, float]]) -> str:
        """Say which pieces another coalition would still lack; nothing when it lacks none."""
        lacks = [self.title(piece) for piece, amount in missing if amount > SMALL]
        return _("Il manquerait : %(what)s.") % {"what": ", ".join(lacks)} if lacks else ""
