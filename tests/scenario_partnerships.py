"""The partnership of the small France: the school and the club, one paper of each kind."""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDate
from terreau.partnerships.models import (
    Agreement,
    AgreementTemplate,
    Document,
    Flow,
    LevelChange,
    NextStep,
    Partnership,
    Party,
    Review,
    ReviewAnswer,
    StageChange,
)
from tests.scenario_census import fill_census

ON_ONE = (
    *("detail", "edit", "party-add", "party", "party-leave", "flow-add", "flows", "flow-remove"),
    *("story", "stage", "level", "papers", "document-add", "document", "document-remove"),
    *("agreement-new", "agreement", "agreement-edit", "agreement-sign", "agreement-odt"),
    *("agreement-pdf", "agreement-pdf-make", "reviews", "review-open", "review-calendar"),
    *("review", "review-answer", "review-conclude", "step-add", "step-answer"),
)


def fill_partnerships(scenario, alliance: Alliance) -> None:
    """Ama's school and Bastien's club, in the alliance that is not public."""
    bastien = scenario.people["facilitator"]
    made = Partnership.objects.create(title="Tutorat", stage="steering", posture="Bastien")
    made.alliances.set([alliance])
    since = PartialDate("2024")
    StageChange.objects.create(partnership=made, stage="steering", since=since, posture="Bastien")
    LevelChange.objects.create(partnership=made, level="regular", since=since, posture="Bastien")
    parties = [
        Party.objects.create(
            partnership=made, organisation=Organisation.objects.get(name=name), role=role
        )
        for name, role in (("Lycée du Val", ""), ("Club des entreprises", "tuteurs"))
    ]
    # Of a party for which both may tell: nobody speaks for it.
    silent = Organisation.objects.create(name="Imprimerie muette", world="economic")
    third = Party.objects.create(partnership=made, organisation=silent)
    flow = Flow.objects.create(party=third, direction="gives", nature="human", title="Du temps")
    agreement, document = _papers(made, bastien)
    review = _review(made, parties, bastien)
    step = NextStep.objects.create(review=review, what="Se voir", posture="Bastien")
    template = AgreementTemplate.objects.create(name="Court", text="Entre {parties}")
    scenario.arguments |= {
        **{f"partnerships:{name}.uuid": made.uuid for name in ON_ONE},
        "partnerships:party": third.uuid,
        "partnerships:flow": flow.pk,
        "partnerships:agreement": agreement.uuid,
        "partnerships:document": document.uuid,
        "partnerships:review": review.uuid,
        "partnerships:step": step.uuid,
        "partnerships:template": template.pk,
    }
    fill_census(scenario, alliance)


def _papers(made: Partnership, person) -> tuple[Agreement, Document]:
    """One written agreement, one joined file."""
    agreement = Agreement.objects.create(
        partnership=made, title="Convention", text="# Accord", posture="Bastien"
    )
    document = Document(
        partnership=made,
        name="plan.pdf",
        content_type="application/pdf",
        size=9,
        added_by=person,
        posture="Bastien",
    )
    document.file.save(f"{document.uuid}.pdf", ContentFile(b"%PDF-1.7\n"), save=True)
    return agreement, document


def _review(made: Partnership, parties: list[Party], person) -> Review:
    """A review that waits for both."""
    today = timezone.localdate()
    review = Review.objects.create(
        partnership=made,
        opened_on=today,
        closes_on=today + datetime.timedelta(days=20),
        opened_by=person,
        posture="Bastien",
    )
    for party in parties:
        ReviewAnswer.objects.create(review=review, party=party, posture="")
    return review
