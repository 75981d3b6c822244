"""What the four datasets share: whose import it is, who may bring in and take out."""

from functools import cached_property
from typing import Any, Self

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.exchange.columns import CellError
from terreau.core.exchange.datasets import Values
from terreau.core.exchange.own_files import OwnFile
from terreau.core.verdicts import GRANTED, Verdict
from terreau.partnerships.exchange.finding import SeenOrigins, posture_for, seen_by, uuid_of
from terreau.partnerships.models import Partnership
from terreau.partnerships.permissions import can_edit_partnership


class PartnershipFile(OwnFile):
    """Rows of the partnerships that a person may see; papers and reviews are never in a file."""

    sign_in_reason = gettext_lazy("Connectez-vous pour apporter des partenariats.")
    history_reason = gettext_lazy(
        "Ce qui est entré dans un partenariat est son histoire : changez-le sur sa page."
    )

    def for_person(self, person) -> Self:
        """Give the dataset as one person reads it."""
        bound = super().for_person(person)
        bound.__dict__.pop("seen_origins", None)
        return bound

    @cached_property
    def seen_origins(self) -> SeenOrigins:
        """What this person may see of what partnerships are born of: asked once a file."""
        return SeenOrigins.by(self.person)

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
