"""Two sheets of one organisation, with what every domain may tie to them."""

import datetime

from django.apps import apps
from django.utils import timezone

from terreau.actors.actions.merging import merge_organisations
from terreau.actors.indexing import refresh_indexes
from terreau.actors.matching.choices import MergeChoices
from terreau.actors.models import (
    ActionDomain,
    Competence,
    ExternalSeat,
    NetworkMembership,
    Organisation,
    OrganisationAlias,
    OrganisationContact,
    OrganisationMerge,
    OrganisationNumber,
    Position,
    Resource,
)
from terreau.actors.posture import Posture
from terreau.alliances.models import (
    Alliance,
    Challenge,
    ChallengeStance,
    Membership,
    MembershipRole,
    Objective,
    ObjectiveAnswer,
)
from tests.actors.factories import make_mandate, make_organisation, make_person

DAY = datetime.date(2020, 1, 1)
# Derived tables are compared through what they answer; journals and mergers tell the act itself.
UNTOLD = {
    "actors.OrganisationMatchKey",
    "actors.DirectoryEntry",
    "actors.SearchPosting",
    "actors.SearchWord",
    "actors.SearchState",
    "actors.MeaningVector",
    "actors.OrganisationMerge",
    "actors.DuplicatePair",
    "core.Record",
}
UNTOLD_COLUMNS = {"version", "updated_at"}


def make_twins(**fields) -> tuple[Organisation, Organisation]:
    """Two spellings of one club."""
    kept = make_organisation("Club nautique de Ham", siren="732829320", **fields)
    absorbed = make_organisation("CN HAM", rna="W751234567", description="Voile et aviron.")
    refresh_indexes([kept.pk, absorbed.pk])
    return kept, absorbed


def tie_everything(kept: Organisation, absorbed: Organisation) -> None:
    """Tie rows of every domain to both, with each kind of clash."""
    ama = make_person("Ama Diallo")
    network = make_organisation("Fédération de voile", world="general_interest")
    for rank, sheet in enumerate((kept, absorbed)):
        _tie_rows(sheet, network, rank)
    NetworkMembership.objects.create(member=absorbed, network=kept)
    make_organisation("Section junior", parent=absorbed)
    mandates = [make_mandate(ama, sheet) for sheet in (kept, absorbed)]
    make_mandate(make_person("Inès Petit"), absorbed)
    _tie_alliance(kept, absorbed, mandates)
    refresh_indexes([kept.pk, absorbed.pk])


def _tie_rows(sheet: Organisation, network: Organisation, rank: int) -> None:
    OrganisationAlias.objects.create(organisation=sheet, name="CNH")
    OrganisationAlias.objects.create(organisation=sheet, name=f"Nautique {rank}")
    OrganisationContact.objects.create(organisation=sheet, kind="phone", value=f"010203040{rank}")
    Competence.objects.create(organisation=sheet, name="Voile")
    ExternalSeat.objects.create(organisation=sheet, body=f"Comité {rank}")
    NetworkMembership.objects.create(member=sheet, network=network)
    OrganisationNumber.objects.create(organisation=sheet, scheme="other", value=f"n{rank}")
    Position.objects.create(organisation=sheet, full_name=f"P {rank}", stated_at=timezone.now())
    Resource.objects.create(
        organisation=sheet,
        direction="offer",
        nature="place",
        title=f"Un hangar {rank}",
        stated_at=timezone.now(),
    )
    sheet.domains.set(ActionDomain.objects.order_by("pk")[rank : rank + 2])


def _tie_alliance(kept: Organisation, absorbed: Organisation, mandates: list) -> None:
    shared = Alliance.objects.create(slug="agir", name="Agir", question="Que faire ?", host=kept)
    other = Alliance.objects.create(slug="autre", name="Autre", question="Quoi ?", host=absorbed)
    challenge = Challenge.objects.create(alliance=shared, title="Emploi", aim="both")
    objective = Objective.objects.create(
        alliance=shared, number=1, text="Agir", author=mandates[0].person, author_posture="Ama"
    )
    Membership.objects.create(alliance=other, organisation=absorbed, joined_on=DAY)
    for mandate in mandates:
        member = Membership.objects.create(
            alliance=shared, organisation=mandate.organisation, joined_on=DAY
        )
        MembershipRole.objects.create(
            membership=member, role="facilitator", mandate=mandate, starts_on=DAY
        )
        ObjectiveAnswer.objects.create(
            objective=objective, membership=member, answer="agreement", posture="Ama"
        )
        ChallengeStance.objects.create(
            challenge=challenge, membership=member, position="supports", posture="Ama"
        )
    Alliance.objects.filter(pk=shared.pk).update(facilitator_count=1, facilitator_world_count=1)


def dump() -> dict[str, list]:
    """Every row of every table but journals, mergers and what is computed from the others."""
    return {
        model._meta.label: _rows(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in UNTOLD
        and model._meta.app_label in ("actors", "alliances", "accounts", "territories")
        and "istorical" not in model._meta.label
        and "istorical" not in model._meta.object_name
    }


def _rows(model) -> list:
    """Rows by key; those of a plain list of links without theirs, which mean nothing."""
    is_link = bool(model._meta.auto_created)
    names = [
        column.attname
        for column in model._meta.concrete_fields
        if column.attname not in UNTOLD_COLUMNS and not (is_link and column.primary_key)
    ]
    order = names if is_link else ["pk"]
    rows = model._base_manager.order_by(*order).values_list(*names)
    return [dict(zip(names, row, strict=True)) for row in rows]


def merge(
    kept: Organisation, absorbed: Organisation, by: Posture, choices: MergeChoices | None = None
) -> OrganisationMerge:
    """Merge as they are now."""
    versions = Organisation.objects.in_bulk([kept.pk, absorbed.pk])
    return merge_organisations(
        kept,
        absorbed,
        choices or MergeChoices(),
        by=by,
        expected_versions=(versions[kept.pk].version, versions[absorbed.pk].version),
        now=timezone.now(),
    )
