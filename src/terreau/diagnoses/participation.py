"""Who answered a survey, out of how many when that is known: what is unknown is never 0 (R7)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.alliances.models import Membership
from terreau.core.formats import format_percent
from terreau.diagnoses.models import PerceptionSurvey, SurveyAnswer
from terreau.dialogues.actions.links import links_of
from terreau.dialogues.enums import Access, Space


@dataclass(frozen=True)
class Participation:
    """How many answered by each way, and how many were asked."""

    own_name: int
    organisations: int
    members: int | None  # asked to answer for their organisation; None: that space is not open
    linked: int
    links: int
    is_open: bool  # whoever has the address may answer: how many were asked is not known

    @property
    def answered(self) -> int:
        return self.own_name + self.organisations


def participation_of(survey: PerceptionSurvey) -> Participation:
    """Count, in three queries at most."""
    rows = SurveyAnswer.objects.filter(survey=survey, participant__folded_into=None)
    told = rows.order_by().values_list("participant__space", "participant__code_hash")
    voices = list(told)
    used = {code for _space, code in voices if code}
    links = dict(links_of(survey).order_by().values_list("secret_hash", "revoked_at"))
    asked = {code for code, revoked_at in links.items() if revoked_at is None or code in used}
    members = None
    if survey.has_organisations:
        current = Membership.objects.filter(alliance=survey.alliance_id, left_on=None)
        members = current.exclude(organisation=None).count()
    organisations = sum(space == Space.ORGANISATIONS for space, _code in voices)
    return Participation(
        own_name=len(voices) - organisations,
        organisations=organisations,
        members=members,
        linked=len(used & asked),
        links=len(asked),
        is_open=survey.has_inhabitants and survey.access == Access.OPEN,
    )


def participation_words(found: Participation) -> list[str]:
    """Say who answered and who did not."""
    words = [_answered(found.answered)]
    if found.members:
        words.append(
            _("Pour leur organisation : %(n)d sur %(asked)d membres (%(rate)s).")
            % _rate(found.organisations, found.members)
        )
    if found.links:
        words.append(
            _("Par lien personnel : %(n)d sur %(asked)d liens remis (%(rate)s).")
            % _rate(found.linked, found.links)
        )
    if found.is_open:
        words.append(
            _(
                "Par l’adresse ouverte à tous : %(n)d. Combien de personnes l’ont reçue n’est pas "
                "connu, la part de celles qui n’ont pas répondu non plus."
            )
            % {"n": found.own_name - found.linked}
        )
    return words


def _answered(count: int) -> str:
    if not count:
        return _("Personne n’a encore répondu.")
    return ngettext("%(count)d réponse.", "%(count)d réponses.", count) % {"count": count}


def _rate(answered: int, asked: int) -> dict[str, object]:
    return {"n": answered, "asked": asked, "rate": format_percent(answered / asked)}
