"""R1 to R4, R8, R12: what the database and the actions hold, whoever asks."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from terreau.alliances.actions.membership import end_role, give_role, leave_alliance
from terreau.alliances.actions.objectives import answer_objective, propose_objective
from terreau.alliances.actions.publication import (
    agree_to_deletion,
    publish_alliance,
    withdraw_deletion,
)
from terreau.alliances.models import Alliance, Membership, MembershipRole, ObjectiveAnswer
from terreau.alliances.permissions import can_edit_alliance, can_propose_objective
from terreau.core.journal import records_of, verify_chain
from terreau.core.verdicts import Refused
from tests.actors.factories import make_mandate, make_organisation, make_person
from tests.alliances.factories import (
    add_facilitator,
    fresh,
    make_alliance,
    make_cast,
    make_inhabitant,
    make_objective,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now


def alone_with(posture) -> Alliance:
    """Make an alliance of one facilitator."""
    alliance = make_alliance("Seul")
    add_facilitator(alliance, posture)
    return fresh(alliance)


def test_an_alliance_opens_without_legal_form_and_its_instigator_has_no_right() -> None:
    cast = make_cast()
    assert cast.alliance.governance_form == "informal"
    Alliance.objects.filter(pk=cast.alliance.pk).update(instigator=cast.chloe.organisation)
    alliance = Alliance.objects.get(pk=cast.alliance.pk)
    assert not can_edit_alliance(cast.chloe, alliance)
    assert can_edit_alliance(cast.bastien, alliance)


def test_the_database_itself_refuses_to_publish_with_one_world() -> None:
    alliance = alone_with(make_cast().bastien)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alliance.objects.filter(pk=alliance.pk).update(status="published")


def test_publishing_waits_for_two_worlds_then_works() -> None:
    cast = make_cast()
    alone = alone_with(cast.bastien)
    with pytest.raises(Refused, match="deux mondes"):
        publish_alliance(alone, by=cast.bastien, now=NOW())
    assert publish_alliance(cast.alliance, by=cast.bastien, now=NOW()).status == "published"


def test_nobody_deletes_alone_and_the_second_accord_can_be_undone() -> None:
    cast = make_cast()
    with pytest.raises(IntegrityError), transaction.atomic():
        Alliance.objects.filter(pk=cast.alliance.pk).update(deleted_at=NOW())
    agree_to_deletion(cast.alliance, reason="Finie", by=cast.bastien, now=NOW())
    again = agree_to_deletion(cast.alliance, reason="Finie", by=cast.bastien, now=NOW())
    assert again.deleted_at is None
    gone = agree_to_deletion(cast.alliance, reason="Oui", by=cast.fatou, now=NOW())
    assert gone.deleted_at
    assert not Alliance.objects.visible_to(cast.ama.person).exists()
    back = withdraw_deletion(cast.alliance, by=cast.fatou, now=NOW())
    assert back.deleted_at is None


def test_a_deletion_cannot_be_undone_after_thirty_days() -> None:
    cast = make_cast()
    for posture in (cast.bastien, cast.fatou):
        agree_to_deletion(cast.alliance, reason="Finie", by=posture, now=NOW())
    with pytest.raises(Refused, match="trente jours"):
        withdraw_deletion(cast.alliance, by=cast.fatou, now=NOW() + datetime.timedelta(days=31))


def test_a_published_alliance_keeps_its_two_worlds() -> None:
    cast = make_cast()
    publish_alliance(cast.alliance, by=cast.bastien, now=NOW())
    role = MembershipRole.objects.get(mandate=cast.fatou.mandate)
    with pytest.raises(Refused, match="deux mondes"):
        end_role(role, by=cast.fatou, now=NOW())
    give_role(
        Membership.objects.get(organisation=cast.ama.organisation),
        "facilitator",
        mandate=cast.ama.mandate,
        by=cast.bastien,
        now=NOW(),
    )
    end_role(role, by=cast.fatou, now=NOW())
    alliance = Alliance.objects.get(pk=cast.alliance.pk)
    assert (alliance.facilitator_count, alliance.facilitator_world_count) == (2, 2)


def test_the_last_facilitator_hands_over_before_leaving() -> None:
    cast = make_cast()
    alone = alone_with(cast.bastien)
    with pytest.raises(Refused, match="relais"):
        leave_alliance(alone.memberships.get(), by=cast.bastien, now=NOW())


def test_leaving_is_dated_and_erases_nothing() -> None:
    cast = make_cast()
    membership = cast.alliance.memberships.get(organisation=cast.ama.organisation)
    leave_alliance(membership, by=cast.ama, now=NOW())
    membership.refresh_from_db()
    assert membership.left_on == timezone.localdate()
    assert not Alliance.objects.visible_to(cast.ama.person).exists()


def test_a_facilitator_is_a_mandated_person_of_that_member() -> None:
    cast = make_cast()
    membership = cast.alliance.memberships.get(organisation=cast.ama.organisation)
    stranger = make_mandate(make_person("Denis"), make_organisation("Autre", world="media"))
    for mandate, words in ((None, "mandat"), (stranger, "mandat en cours")):
        with pytest.raises(Refused, match=words):
            give_role(membership, "facilitator", mandate=mandate, by=cast.bastien, now=NOW())


def test_a_member_is_an_organisation_or_an_inhabitant_never_both() -> None:
    cast = make_cast()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            alliance=cast.alliance,
            organisation=cast.chloe.organisation,
            person=cast.ama.person,
            joined_on=timezone.localdate(),
        )


def test_an_inhabitant_answers_but_does_not_write_in_the_space_of_organisations() -> None:
    cast = make_cast()
    ines = make_inhabitant(cast.alliance, "Inès Petit")
    assert not can_propose_objective(ines, cast.alliance)
    objective = make_objective(cast.alliance)
    given = answer_objective(objective, answer="agreement", reason="", by=ines, now=NOW())
    assert given.posture == "Inès Petit, en son nom"


def test_each_answer_is_stamped_and_an_objection_has_its_reason() -> None:
    cast = make_cast()
    objective = propose_objective(cast.alliance, {"text": "Agir"}, by=cast.ama, now=NOW())
    with pytest.raises(Refused, match="raison"):
        answer_objective(objective, answer="reservation", reason=" ", by=cast.ama, now=NOW())
    for answer, reason in (("reservation", "Trop large"), ("agreement", "")):
        answer_objective(objective, answer=answer, reason=reason, by=cast.ama, now=NOW())
    given = ObjectiveAnswer.objects.get()
    assert (given.answer, given.posture) == ("agreement", "Ama Diallo, au nom de Lycée du Val")
    with pytest.raises(IntegrityError), transaction.atomic():
        ObjectiveAnswer.objects.update(answer="disagreement", reason="")


def test_a_new_version_closes_the_answers_to_the_former_and_keeps_them() -> None:
    cast = make_cast()
    first = propose_objective(cast.alliance, {"text": "Agir"}, by=cast.ama, now=NOW())
    answer_objective(first, answer="agreement", reason="", by=cast.ama, now=NOW())
    second = propose_objective(cast.alliance, {"text": "Agir mieux"}, by=cast.bastien, now=NOW())
    assert (second.number, first.answers.count(), second.answers.count()) == (2, 1, 0)
    with pytest.raises(Refused, match="nouvelle version"):
        answer_objective(first, answer="agreement", reason="", by=cast.bastien, now=NOW())


def test_roles_and_decisions_are_recorded_in_an_unbroken_chain() -> None:
    cast = make_cast()
    publish_alliance(cast.alliance, by=cast.bastien, now=NOW())
    records = records_of(cast.alliance.scope)
    assert records[0].posture == "Bastien Roy, au nom de Club Gravelle"
    assert "publié" in records[0].sentence
    assert verify_chain(cast.alliance.scope) == []
