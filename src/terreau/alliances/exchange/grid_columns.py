"""The columns of a file of the interest grid."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceNature
from terreau.alliances.enums import ChallengePosition
from terreau.alliances.grid import DECLARED, ESTIMATED
from terreau.core.exchange.columns import CHOICE, CODE, DATE, INTEGER, CellError, Column

# They help to read the file; what they say is changed elsewhere.
READ_ONLY = ("member_name", "challenge_title", "posture", "said_on")


def _check_score(value: int) -> None:
    if not 0 <= value <= 10:
        raise CellError(gettext("Écrivez un nombre de 0 à 10, ou laissez vide si c’est inconnu."))


def grid_columns() -> tuple[Column, ...]:
    """One row for each member, challenge and basis."""
    bases = ((DECLARED, _("déclaré")), (ESTIMATED, _("estimé")))
    return (
        Column("alliance", _("Alliance"), CODE, required=True, help=_("Son nom dans l’adresse.")),
        Column("member", _("Identifiant du membre"), CODE, required=True),
        Column("member_name", _("Membre"), help=_("Pour lire ; ne se change pas ici.")),
        Column("challenge", _("Identifiant de l’enjeu"), CODE, required=True),
        Column("challenge_title", _("Enjeu"), help=_("Pour lire ; ne se change pas ici.")),
        Column(
            "basis",
            _("Base"),
            CHOICE,
            required=True,
            choices=bases,
            help=_("Le membre déclare ; un facilitateur estime."),
        ),
        Column("interest", _("Intérêt (0–10)"), INTEGER, check=_check_score, example="8"),
        Column("influence", _("Influence (0–10)"), INTEGER, check=_check_score),
        Column("position", _("Position"), CHOICE, choices=tuple(ChallengePosition.choices)),
        Column(
            "contribution_nature",
            _("Contribution possible"),
            CHOICE,
            choices=tuple(ResourceNature.choices),
        ),
        Column("contribution", _("Contribution, en une phrase"), max_length=300),
        Column("posture", _("Dit par"), help=_("Pour lire ; ne se change pas ici.")),
        Column("said_on", _("Dit le"), DATE, help=_("Pour lire ; ne se change pas ici.")),
    )
