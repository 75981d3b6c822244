"""What the pages of the agenda read: the version to show, its answers, where to start from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from terreau.alliances.models import Alliance, Challenge, Membership
from terreau.dialogues.actions.agendas import Link
from terreau.dialogues.bridge.tallies import SpacesTally, tally_spaces
from terreau.dialogues.enums import AgendaState
from terreau.dialogues.models import Agenda, AgendaAnswer, BallotCount


@dataclass(frozen=True)
class StartingOrder:
    """What the form of a new version shows first."""

    initial: dict[str, object] = field(default_factory=dict)
    voted: dict[int, int] = field(default_factory=dict)
    links: tuple[Link, ...] = ()


def latest_agenda(versions: Sequence[Agenda]) -> Agenda | None:
    """Choose what is in force, else the latest version."""
    in_force = next((one for one in versions if one.state == AgendaState.CURRENT), None)
    return in_force or (versions[0] if versions else None)


def agenda_tally(agenda: Agenda) -> tuple[SpacesTally, list[AgendaAnswer]]:
    """Count the answers over the members of today, organisations and inhabitants apart (R8)."""
    answers = list(
        AgendaAnswer.objects.filter(agenda=agenda)
        .select_related("membership__organisation")
        .order_by("answered_at", "pk")
    )
    given = {one.membership_id: one.answer for one in answers}
    members = Membership.objects.current().filter(alliance=agenda.alliance_id).order_by("pk")
    spoken = members.values_list("pk", "organisation", "organisation__name")
    return tally_spaces(spoken, given), answers


def asked_count(alliance: Alliance, key: str | None) -> BallotCount | None:
    """Find the count from which a new agenda starts, when the address names one."""
    if not (key or "").isdecimal():
        return None
    counts = BallotCount.objects.filter(ballot__alliance=alliance).select_related("ballot")
    return counts.filter(pk=int(key or 0)).first()


def starting_order(
    alliance: Alliance, challenges: Sequence[Challenge], count: BallotCount | None
) -> StartingOrder:
    """Start from a count, else from the agenda in force, else from an empty order."""
    known = {one.pk for one in challenges}
    agenda = latest_agenda(list(Agenda.objects.filter(alliance=alliance).order_by("-number")))
    links = ()
    if agenda:
        links = tuple(
            Link(one.before_id, one.after_id, one.reason) for one in agenda.dependencies.all()
        )
    if count is not None:
        order = [key for key in count.content.get("challenge_order", []) if key in known]
        voted = {key: place for place, key in enumerate(order, start=1)}
        initial: dict[str, object] = {f"place_{key}": place for key, place in voted.items()}
        return StartingOrder(initial, voted, links)
    if agenda is None:
        return StartingOrder()
    items = list(agenda.items.all())
    initial = {f"place_{one.challenge_id}": one.position for one in items}
    initial |= {f"when_{one.challenge_id}": one.starts_when for one in items}
    return StartingOrder(initial, {}, links)
