"""« Alliance ou partenariat ? » : five questions, an answer with its reasons, never a gate."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

ALLIANCE, PARTNERSHIP = "alliance", "partnership"


@dataclass(frozen=True)
class Question:
    """A question and its two answers, each leaning to one side, with the reason."""

    key: str
    text: str
    alliance: str
    alliance_reason: str
    partnership: str
    partnership_reason: str


QUESTIONS = (
    Question(
        "whose",
        _("À qui appartient l’enjeu ?"),
        _("Au territoire : aucun de nous ne le porte seul"),
        _("L’enjeu est extérieur à chaque structure : il demande une dynamique côte à côte."),
        _("À nous : il répond aux besoins de nos structures"),
        _("L’enjeu est propre aux parties : un accord en face-à-face y répond."),
    ),
    Question(
        "bounded",
        _("Savez-vous quand ce sera fini ?"),
        _("Non, c’est un chemin"),
        _("Une volonté commune d’agir n’a pas de date de fin."),
        _("Oui, il y a une action et un terme"),
        _("Une action bornée se décrit dans une convention."),
    ),
    Question(
        "worlds",
        _("Combien de mondes faut-il autour de la table ?"),
        _("Trois ou plus : collectivité, entreprises, associations, école…"),
        _("Croiser plusieurs mondes est le propre d’une alliance."),
        _("Deux, qui se connaissent déjà"),
        _("À deux, un partenariat va plus vite."),
    ),
    Question(
        "decides",
        _("Qui décide de ce qu’on fait ?"),
        _("Tous ensemble, personne n’est propriétaire"),
        _("Sans propriétaire, il faut un cadre où chacun a les mêmes droits."),
        _("Les deux parties, chacune pour sa part"),
        _("Des engagements réciproques se signent."),
    ),
    Question(
        "end",
        _("Que voulez-vous avoir au bout ?"),
        _("Des essais, puis des partenariats que nous n’imaginons pas encore"),
        _("L’alliance est le terreau : les partenariats en naissent."),
        _("Un résultat précis que nous savons décrire"),
        _("Un résultat décrit d’avance se pilote dans un partenariat."),
    ),
)


@dataclass(frozen=True)
class Qualification:
    """Which way the answers lean, on how many answers, and why."""

    leaning: str
    for_alliance: int
    for_partnership: int
    answered: int
    reasons: tuple[str, ...]


def qualify(answers: Mapping[str, str]) -> Qualification:
    """Count the answers given; unanswered questions count for nothing; a tie is « both »."""
    given = [
        (question, answers[question.key])
        for question in QUESTIONS
        if answers.get(question.key) in (ALLIANCE, PARTNERSHIP)
    ]
    for_alliance = sum(answer == ALLIANCE for _question, answer in given)
    for_partnership = len(given) - for_alliance
    leaning = "none" if not given else "both"
    if for_alliance != for_partnership:
        leaning = ALLIANCE if for_alliance > for_partnership else PARTNERSHIP
    reasons = tuple(
        str(question.alliance_reason if answer == ALLIANCE else question.partnership_reason)
        for question, answer in given
    )
    return Qualification(leaning, for_alliance, for_partnership, len(given), reasons)
