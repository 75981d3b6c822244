"""Count answers to a shared text without mistaking silence for agreement."""

from collections.abc import Mapping
from dataclasses import dataclass

from terreau_engine.errors import UnknownAnswer

AGREEMENT, RESERVATION, DISAGREEMENT = "agreement", "reservation", "disagreement"
ANSWERS = (AGREEMENT, RESERVATION, DISAGREEMENT)


@dataclass(frozen=True, slots=True)
class ConsentTally:
    """What is known of a consent; every share stands on `members`, the base."""

    members: int
    agreements: tuple[str, ...]
    reservations: tuple[str, ...]
    disagreements: tuple[str, ...]
    silent: tuple[str, ...]

    @property
    def answered(self) -> int:
        """How many members answered."""
        return self.members - len(self.silent)

    @property
    def response_rate(self) -> float | None:
        """Answers over members, 0–1; unknown without a member."""
        return self.answered / self.members if self.members else None

    @property
    def is_unanimous(self) -> bool:
        """Every member answered, and every answer is an agreement."""
        return self.members > 0 and len(self.agreements) == self.members

    @property
    def is_unanimous_among_answers(self) -> bool:
        """Somebody answered and every answer is an agreement, whatever the silences."""
        return self.answered > 0 and len(self.agreements) == self.answered


def tally_consent(answers: Mapping[str, str | None]) -> ConsentTally:
    """Sort the members of one space by their answer to one version of a text.

    Meaning: an objective unites an alliance when each member, not each respondent, agrees; so
    silence is counted apart and never as an agreement. A reservation is not an agreement either.
    Formula: members = |answers|; response rate = members who answered / members; unanimous when
    agreements = members > 0. Shapes: one entry a member, key and « agreement », « reservation »,
    « disagreement » or None for silence; keys keep the order of the mapping. Units: counts, and
    rates in 0–1. Errors: `UnknownAnswer` for any other word. Source: consent as used in sociocracy
    (G. Endenburg), and the founding documents' condition that an objective be shared unanimously
    (003-25). Organisations and inhabitants are tallied apart (R8): call it once for each.

    >>> tally = tally_consent({"ville": "agreement", "club": "agreement", "lycée": None})
    >>> tally.is_unanimous, tally.is_unanimous_among_answers, tally.silent
    (False, True, ('lycée',))
    """
    for member, answer in answers.items():
        if answer is not None and answer not in ANSWERS:
            raise UnknownAnswer(
                f"{member!r} answered {answer!r}: give one of {', '.join(ANSWERS)}, or None."
            )

    def who(wanted: str | None) -> tuple[str, ...]:
        return tuple(member for member, answer in answers.items() if answer == wanted)

    return ConsentTally(
        members=len(answers),
        agreements=who(AGREEMENT),
        reservations=who(RESERVATION),
        disagreements=who(DISAGREEMENT),
        silent=who(None),
    )
