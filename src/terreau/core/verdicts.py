"""Answer « may this person…? » with yes, or with no and the reason."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Verdict:
    """A permission's answer; a refusal always carries a full sentence for the person."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


GRANTED = Verdict(True)


def refused(reason: str) -> Verdict:
    """Refuse, saying what happened and what to do."""
    return Verdict(False, str(reason))


class Refused(PermissionDenied):
    """A refused act on a visible thing: shown as a 403 page with its reason."""


def require(verdict: Verdict) -> None:
    """Raise `Refused` with the verdict's reason unless it grants."""
    if not verdict:
        raise Refused(verdict.reason)
