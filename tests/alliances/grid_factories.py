"""Make cells of the interest grid and the forms that fill it."""

from terreau.alliances.models import (
    Alliance,
    Challenge,
    ChallengeEstimate,
    ChallengeStance,
    Membership,
)


def member_of(alliance: Alliance, name: str) -> Membership:
    """The membership of an organisation known by its name."""
    return Membership.objects.select_related("organisation").get(
        alliance=alliance, organisation__name=name
    )


def declare(challenge: Challenge, membership: Membership, **fields) -> ChallengeStance:
    """Make a declaration."""
    values = {"interest": 8, "position": "supports", "posture": "Quelqu’un", **fields}
    return ChallengeStance.objects.create(challenge=challenge, membership=membership, **values)


def estimate(challenge: Challenge, membership: Membership, **fields) -> ChallengeEstimate:
    """Make an estimate."""
    values = {"interest": 4, "posture": "Bastien Roy, au nom de Club Gravelle", **fields}
    return ChallengeEstimate.objects.create(challenge=challenge, membership=membership, **values)


def cell_fields(challenge: Challenge, *, shown: dict | None = None, **typed) -> dict:
    """One cell of the form as a browser sends it: what was shown, and what was typed over it."""
    empty = {
        "interest": "",
        "influence": "",
        "position": "",
        "contribution_nature": "",
        "contribution": "",
    }
    before = {**empty, "version": "0", **(shown or {})}
    after = {**before, **typed}
    prefix = f"e{challenge.pk}-"
    sent = {prefix + name: value for name, value in after.items()}
    hidden = {f"initial-{prefix}{name}": before[name] for name in empty}
    return {**sent, **hidden}
