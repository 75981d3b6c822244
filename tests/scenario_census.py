"""The census of the small France: a club and a printer that a facilitator noted."""

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.diagnoses.models import EcosystemItem
from terreau.partnerships.models import Declaration, Partnership, Party


def fill_census(scenario, alliance: Alliance) -> None:
    """A partnership between others, that the census of the private alliance alone knows."""
    bastien = scenario.people["facilitator"]
    made = Partnership.objects.create(
        title="Mécénat",
        provenance="censused",
        stage="",
        level="",
        posture="Bastien",
        created_by=bastien,
    )
    made.censuses.set([alliance])
    for name in ("Banque recensée", "Régie recensée"):
        organisation = Organisation.objects.create(name=name, world="economic")
        Party.objects.create(partnership=made, organisation=organisation)
    Declaration.objects.create(partnership=made, source="Entretien", posture="Bastien")
    item = EcosystemItem.objects.create(
        alliance=alliance, kind="ptce", presence="emerging", name="PTCE", posture="Bastien"
    )
    scenario.arguments |= {
        "diagnoses:census-withdraw.uuid": made.uuid,
        "diagnoses:ecosystem-answer.kind": "ptce",
        "diagnoses:ecosystem-remove.uuid": item.uuid,
    }
