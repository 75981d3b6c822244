"""Who opens a review, answers it alone, and reads what every side said once it is revealed."""

import datetime

from django.utils.translation import gettext as _

from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.core.formats import format_long_date
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.partnerships.enums import Stage
from terreau.partnerships.models import NextStep, Partnership, Review, ReviewAnswer
from terreau.partnerships.permissions import current_parties, party_verdict, standing_in


def can_set_calendar(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Say when the next review is: any party."""
    return party_verdict(posture, partnership)


def can_open_review(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Open a review: any party, when at least two may answer."""
    verdict = party_verdict(posture, partnership)
    return verdict and openable(partnership)


def openable(partnership: Partnership) -> Verdict:
    """Tell whether a review has somebody to ask: two sides of a partnership that runs."""
    if partnership.stage == Stage.SPOTTING:
        return refused(
            _("Ce partenariat est encore au repérage : une revue vient une fois qu’il est cadré.")
        )
    if len(current_parties(partnership)) < 2:
        return refused(
            _(
                "Une revue se fait à deux parties au moins : il n’en reste qu’une. Ajoutez-en une, "
                "ou notez la clôture."
            )
        )
    return GRANTED


def answer_of(posture: Posture | None, review: Review) -> ReviewAnswer | None:
    """The answer of the party for which this posture speaks, whether it is given or not."""
    if not posture:
        return None
    party = standing_in(posture, review.partnership).party
    if party is None:
        return None
    return ReviewAnswer.objects.filter(review=review, party=party).first()


def can_answer_review(
    posture: Posture | None,
    review: Review,
    answer: ReviewAnswer | None,
    *,
    today: datetime.date,
) -> Verdict:
    """Answer for one's party, alone, once, before the reveal."""
    verdict = party_verdict(posture, review.partnership)
    if not verdict:
        return verdict
    if answer is None:
        return refused(
            _(
                "Votre organisation est entrée dans le partenariat après l’ouverture de cette "
                "revue : elle répondra à la prochaine."
            )
        )
    if answer.given_at:
        return refused(
            _(
                "La réponse de votre organisation est donnée ; elle ne change plus, pour que "
                "personne ne réponde au regard de l’autre."
            )
        )
    if review.is_revealed(today):
        return refused(
            _("Cette revue est dévoilée depuis le %(day)s : on n’y répond plus.")
            % {"day": format_long_date(review.revealed_at or review.closes_on)}
        )
    return GRANTED


def can_read_answers(person, review: Review, *, today: datetime.date) -> Verdict:
    """Read every side's answers: once revealed, whoever speaks for a party that was asked."""
    asked = review.answers.values("party__organisation")
    speaks = Mandate.objects.filter(person=person, organisation__in=asked).current(today)
    if not getattr(person, "is_authenticated", False) or not speaks.exists():
        return refused(
            _("Les réponses d’une revue restent entre les parties à qui elle était posée.")
        )
    if not review.is_revealed(today):
        return refused(
            _(
                "Les réponses se dévoilent toutes ensemble : quand chaque partie a répondu, ou "
                "après le %(day)s."
            )
            % {"day": format_long_date(review.closes_on)}
        )
    return GRANTED


def can_conclude_review(
    posture: Posture | None, review: Review, *, today: datetime.date
) -> Verdict:
    """Write what is concluded and the next steps: any party, once revealed."""
    verdict = party_verdict(posture, review.partnership)
    if verdict and not review.is_revealed(today):
        return refused(
            _("Les conclusions et les prochains pas s’écrivent une fois la revue dévoilée.")
        )
    return verdict


def can_agree_step(posture: Posture | None, step: NextStep, *, today: datetime.date) -> Verdict:
    """Give one's party's accord to a next step: any party, each for itself."""
    verdict = can_conclude_review(posture, step.review, today=today)
    if verdict and step.done_on:
        return refused(_("Ce pas est déjà fait."))
    return verdict
