"""The columns of a file of the interest grid."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.enums import ResourceNature
from terreau.alliances.enums import ChallengePosition
from terreau.alliances.grid import DECLARED, ESTIMATED
from terreau.core.exchange.columns import CHOICE, CODE, DATE, INTEGER, CellError, Column

# They help to read the file; what they say is changed elsewhere.
READ_ONLY = ("member_name", "challenge_title", "posture", "said_on")


def _check_score(value: int) -> None:
    if not 0 <= value <= 10:
        raise CellError(_("Écrivez un nombre de 0 à 10, ou laissez vide si c’est inconnu."))


def grid_columns() -> tuple[Column, ...]:
    """One row for each member, challenge and basis."""
    t = gettext_lazy
    bases = ((DECLARED, t("déclaré")), (ESTIMATED, t("estimé")))
    return (
        Column("alliance", t("Alliance"), CODE, required=True, help=t("Son nom dans l’adresse.")),
        Column("member", t("Identifiant du membre"), CODE, required=True),
        Column("member_name", t("Membre"), help=t("Pour lire ; ne se change pas ici.")),
        Column("challenge", t("Identifiant de l’enjeu"), CODE, required=True),
        Column("challenge_title", t("Enjeu"), help=t("Pour lire ; ne se change pas ici.")),
        Column(
            "basis",
            t("Base"),
            CHOICE,
            required=True,
            choices=bases,
            help=t("Le membre déclare ; un facilitateur estime."),
        ),
        Column("interest", t("Intérêt (0–10)"), INTEGER, check=_check_score, example="8"),
        Column("influence", t("Influence (0–10)"), INTEGER, check=_check_score),
        Column("position", t("Position"), CHOICE, choices=tuple(ChallengePosition.choices)),
        Column(
            "contribution_nature",
            t("Contribution possible"),
            CHOICE,
            choices=tuple(ResourceNature.choices),
        ),
        Column("contribution", t("Contribution, en une phrase"), max_length=300),
        Column("posture", t("Dit par"), help=t("Pour lire ; ne se change pas ici.")),
        Column("said_on", t("Dit le"), DATE, help=t("Pour lire ; ne se change pas ici.")),
    )
