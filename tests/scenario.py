"""One small France with a published alliance, a private one and a person for each role."""

import datetime
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone

from terreau.accounts.links import issue_link
from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import (
    Campaign,
    CampaignTarget,
    DuplicatePair,
    Mandate,
    Organisation,
    OrganisationMerge,
    Position,
    Resource,
    SheetChange,
    SheetReview,
)
from terreau.actors.sheet_links import new_sheet_link
from terreau.alliances.models import (
    Alliance,
    Attachment,
    Challenge,
    Invitation,
    JournalEntry,
    Membership,
    MembershipRole,
    Objective,
    PhaseSpan,
)
from terreau.core.models import ImportRun, Job
from terreau.core.partial_dates import PartialDate
from terreau.territories.models import Territory
from tests.scenario_domains import fill_domains

DAY = datetime.date(2020, 1, 1)


@dataclass
class Scenario:
    """What the tests of every address need to fill its parameters."""

    people: dict = field(default_factory=dict)
    arguments: dict = field(default_factory=dict)

    def argument(self, address: str, name: str):
        """Give the value of one parameter of one address."""
        for key in (f"{address}.{name}", f"{address.split(':')[0]}:{name}", name):
            if key in self.arguments:
                return self.arguments[key]
        raise KeyError(f"{address} needs {name}: add it to tests/scenario.py")


def _people(scenario: Scenario) -> None:
    names = {
        "stranger": "Chloé Martin",
        "inhabitant": "Inès Petit",
        "member": "Ama Diallo",
        "facilitator": "Bastien Roy",
        "second": "Fatou Sow",
        "staff": "Sofia Admin",
    }
    for role, name in names.items():
        scenario.people[role] = get_user_model().objects.create_user(
            f"{role}@exemple.test", full_name=name, is_staff=role == "staff"
        )


def _organisation(scenario: Scenario, name: str, world: str, role: str, place) -> Mandate:
    organisation = Organisation.objects.create(name=name, world=world, place=place)
    return Mandate.objects.create(
        person=scenario.people[role], organisation=organisation, starts_on=DAY
    )


def _territories(scenario: Scenario) -> dict[str, Territory]:
    def unit(kind: str, code: str, name: str, **more) -> Territory:
        return Territory.objects.create(kind=kind, code=code, name=name, population=30_000, **more)

    region = unit("region", "11", "Île-de-France")
    departement = unit("departement", "94", "Val-de-Marne", region=region)
    above = {"region": region, "departement": departement}
    return {
        "departement": departement,
        "94018": unit("commune", "94018", "Charenton-le-Pont", **above),
        "94069": unit("commune", "94069", "Saint-Maurice", **above),
    }


def _alliance(scenario: Scenario, slug: str, mandates: list[Mandate], places, **fields) -> Alliance:
    alliance = Alliance.objects.create(slug=slug, name=f"Alliance {slug}", question="Que faire ?")
    alliance.perimeter.set(places)
    for mandate in mandates:
        membership = Membership.objects.create(
            alliance=alliance, organisation=mandate.organisation, joined_on=DAY
        )
        if mandate.person != scenario.people.get("member"):
            MembershipRole.objects.create(
                membership=membership, role="facilitator", mandate=mandate, starts_on=DAY
            )
    Alliance.objects.filter(pk=alliance.pk).update(
        facilitator_count=2, facilitator_world_count=2, **fields
    )
    return alliance


def build_scenario() -> Scenario:
    """Create the rows, inside the transaction of the test."""
    scenario = Scenario()
    places = _territories(scenario)
    _people(scenario)
    place = places["94018"]
    ama = _organisation(scenario, "Lycée du Val", "academic", "member", place)
    bastien = _organisation(scenario, "Club des entreprises", "economic", "facilitator", place)
    chloe = _organisation(scenario, "Ailleurs", "general_interest", "stranger", place)
    second = _organisation(scenario, "Ville", "public", "second", place)
    alliance = _alliance(scenario, "agir", [ama, bastien, second], [places["94018"]])
    _alliance(scenario, "ailleurs", [chloe], [places["94069"]], status="published")
    _fill(scenario, alliance, places)
    return scenario


def _fill(scenario: Scenario, alliance: Alliance, places: dict) -> None:
    bastien = scenario.people["facilitator"]
    Membership.objects.create(
        alliance=alliance, person=scenario.people["inhabitant"], joined_on=DAY
    )
    challenge = Challenge.objects.create(alliance=alliance, title="Emploi des jeunes", aim="both")
    objective = Objective.objects.create(
        alliance=alliance, number=1, text="Agir", author=bastien, author_posture="Bastien"
    )
    entry = JournalEntry.objects.create(
        alliance=alliance,
        kind="step",
        title="Première table",
        text="Récit",
        happened_on=PartialDate("2012-23"),
        posture="Bastien",
    )
    phase = PhaseSpan.objects.create(
        alliance=alliance, phase="dialogue", starts_on=PartialDate("2012")
    )
    invitation = Invitation.objects.create(
        alliance=alliance, email="nouvelle@exemple.test", invited_by=bastien
    )
    _fill_arguments(scenario, challenge, objective, entry, phase, invitation)
    _fill_matching(scenario)
    _fill_machinery(scenario, entry)
    _fill_fresh(scenario)
    _fill_sheet(scenario)
    fill_domains(scenario, alliance)
    refresh_indexes(list(Organisation.objects.values_list("pk", flat=True)))


def _fill_arguments(scenario: Scenario, challenge, objective, entry, phase, invitation) -> None:
    alliance, bastien = challenge.alliance, scenario.people["facilitator"]
    bastien_membership = alliance.memberships.get(organisation__world="economic")
    scenario.arguments |= {
        "slug": alliance.slug,
        "kind": "commune",
        "code": "94018",
        "territories:departement": "94",
        "actors:uuid": bastien_membership.organisation.uuid,
        "alliances:uuid": challenge.uuid,
        "secret": "not-a-secret-that-was-issued",
        "number": objective.number,
        "entry": entry.uuid,
        "phase": phase.pk,
        "invitation": invitation.uuid,
        "membership": bastien_membership.pk,
        "role": MembershipRole.objects.filter(membership__alliance=alliance).first().pk,
        "mandate": Mandate.objects.get(person=bastien).pk,
        "step": "question",
        "published": "ailleurs",
        "actors:open-download.kind": "csv",
        "actors:open-dictionary.kind": "csv",
        "alliances:grid-download.kind": "csv",
        "api:uuid": bastien_membership.organisation.uuid,
        "api:nothing.rest": "rien",
    }


def _fill_fresh(scenario: Scenario) -> None:
    """Add a draft of campaign, a link to a sheet and what came back of it."""
    now, facilitator = timezone.now(), scenario.people["facilitator"]
    organisation = Organisation.objects.get(uuid=scenario.arguments["actors:uuid"])
    campaign = Campaign.objects.create(
        kind="review",
        title="Campagne",
        message="{lien}",
        starts_on=DAY,
        closes_on=DAY + datetime.timedelta(days=60),
        created_by=facilitator,
        created_at=now,
    )
    target = CampaignTarget.objects.create(campaign=campaign, organisation=organisation)
    sheet_link, _secret = new_sheet_link(
        organisation, email="a@exemple.test", issued_by=facilitator, now=now
    )
    review = SheetReview.objects.create(
        organisation=organisation, sheet_link=sheet_link, kind="confirm", author="a", at=now
    )
    ours = ("campaign", "campaign-launch", "campaign-close", "campaign-resend")
    for name in (*ours, "campaign-letters", "campaign-target"):
        scenario.arguments[f"actors:{name}.uuid"] = campaign.uuid
    scenario.arguments |= {
        "actors:rename_view.pk": 1,
        "actors:remove_view.pk": 1,
        "actors:restore_view.pk": 1,
        "actors:campaign-target.pk": target.pk,
        "actors:sheet-link-revoke.pk": sheet_link.pk,
        "actors:review-decide.uuid": review.uuid,
        "actors:review-step.step": "nom",
    }


def _fill_sheet(scenario: Scenario) -> None:
    """Add one row of each kind to the sheet of the facilitator."""
    organisation = Organisation.objects.get(uuid=scenario.arguments["actors:uuid"])
    now = timezone.now()
    resource = Resource.objects.create(
        organisation=organisation, direction="offer", nature="human", title="Temps", stated_at=now
    )
    position = Position.objects.create(
        organisation=organisation, full_name="Paul Morin", stated_at=now
    )
    change = SheetChange.objects.create(
        organisation=organisation, at=now, posture="Bastien", values={"address": ["avant", ""]}
    )
    scenario.arguments |= {
        "actors:section": "activite",
        "actors:resource": resource.uuid,
        "actors:position": position.pk,
        "actors:change": change.pk,
    }


def _fill_matching(scenario: Scenario) -> None:
    """Add two sheets that look alike, and two that were merged."""
    now = timezone.now()
    sheets = [Organisation.objects.create(name=f"Amicale {n}", world="economic") for n in range(4)]
    pair = DuplicatePair.objects.create(first=sheets[0], second=sheets[1], score=0.9, found_at=now)
    merge = OrganisationMerge.objects.create(
        kept=sheets[2],
        absorbed=sheets[3],
        kept_name="Amicale 2",
        absorbed_name="Amicale 3",
        trace={"steps": [], "columns": {}, "links": {}},
        posture="Bastien",
        merged_at=now,
    )
    Organisation.objects.filter(pk=sheets[3].pk).update(merged_into=sheets[2])
    scenario.arguments |= {"actors:pair": pair.pk, "actors:merge": merge.uuid}


def _fill_machinery(scenario: Scenario, entry: JournalEntry) -> None:
    facilitator = scenario.people["facilitator"]
    now = timezone.now()
    job = Job.objects.create(
        kind="sample", label="Travail", requested_by=facilitator, created_at=now
    )
    run = ImportRun.objects.create(
        dataset="organisations",
        state="planned",
        file=ContentFile(b"name\n", "a.csv"),
        file_name="a.csv",
        requested_by=facilitator,
        created_at=now,
    )
    link, _secret = issue_link(
        purpose="sample",
        subject="sample",
        issued_by=None,
        person=facilitator,
        lifetime=datetime.timedelta(days=1),
        now=now,
    )
    attachment = Attachment.objects.create(
        entry=entry, file="journal/a.txt", name="a.txt", content_type="text/plain", size=1
    )
    scenario.arguments |= {
        "core:pk": job.pk,
        "exchange:pk": run.pk,
        "exchange:name": "organisations",
        "exchange:kind": "csv",
        "accounts:pk": link.pk,
        "attachment": attachment.uuid,
    }
