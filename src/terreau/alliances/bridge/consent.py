"""Answers of members as values of the engine, organisations and inhabitants apart (R8)."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from terreau.alliances.models import Alliance, Membership, Objective, ObjectiveAnswer
from terreau_engine.consent import ConsentTally, tally_consent


@dataclass(frozen=True)
class ConsentView:
    """One version of the objective and the two tallies; inhabitants are never named."""

    objective: Objective
    organisations: ConsentTally
    inhabitants: ConsentTally
    silent_names: tuple[str, ...]


def consent_of(alliance: Alliance, objective: Objective | None = None) -> ConsentView | None:
    """Tally a version (the current one by default) over the members of today, in two queries."""
    objective = objective or (
        Objective.objects.filter(alliance=alliance).order_by("-number").first()
    )
    if objective is None:
        return None
    given = ObjectiveAnswer.objects.filter(objective=objective, membership=OuterRef("pk"))
    members = (
        Membership.objects.current()
        .filter(alliance=alliance)
        .annotate(given=Subquery(given.values("answer")[:1]))
        .values_list("pk", "organisation__name", "given")
        .order_by("organisation__name", "pk")
    )
    organisations = {str(pk): answer for pk, name, answer in members if name is not None}
    inhabitants = {str(pk): answer for pk, name, answer in members if name is None}
    return ConsentView(
        objective,
        tally_consent(organisations),
        tally_consent(inhabitants),
        tuple(name for _pk, name, answer in members if name is not None and answer is None),
    )
