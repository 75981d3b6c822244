"""Facilitators are persons: who counts, who may leave, what a lost mandate does (R1, R12)."""

import datetime

import pytest
from django.utils import timezone

from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import end_role, give_role, leave_alliance
from terreau.alliances.actions.publication import (
    agree_to_deletion,
    publish_alliance,
    withdraw_deletion,
)
from terreau.alliances.faults import find_count_faults
from terreau.alliances.models import Alliance, Membership, MembershipRole
from terreau.alliances.permissions import can_edit_alliance, can_give_role, can_leave, can_publish
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from tests.actors.factories import make_mandate, make_organisation, make_person, make_speaker
from tests.alliances.factories import (
    Cast,
    add_facilitator,
    add_member,
    fresh,
    make_alliance,
    make_cast,
    make_inhabitant,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now


def member_of(alliance: Alliance, posture: Posture) -> Membership:
    """The membership of a posture's organisation."""
    return alliance.memberships.get(organisation=posture.organisation, left_on=None)


def share_with_ama(cast: Cast, by: Posture) -> None:
    """Let Ama facilitate too."""
    give_role(
        member_of(cast.alliance, cast.ama),
        "facilitator",
        mandate=cast.ama.mandate,
        by=by,
        now=NOW(),
    )


def run_out(*postures: Posture) -> None:
    """End mandates yesterday, as an organisation would, far from any alliance."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Mandate.objects.filter(pk__in=[one.mandate.pk for one in postures]).update(ends_on=yesterday)


def colleague_of(posture: Posture) -> Posture:
    """Another person mandated by the same organisation."""
    person = make_person("Éric Noir")
    return Posture(person, make_mandate(person, posture.organisation))


def test_one_person_with_two_mandates_is_one_facilitator_and_never_deletes_alone() -> None:
    bastien = make_speaker("Bastien Roy", "Club", world="economic")
    alliance = make_alliance()
    add_facilitator(alliance, bastien)
    town = make_organisation("Ville", world="public")
    also = Posture(bastien.person, make_mandate(bastien.person, town))
    membership = add_member(alliance, also)
    give_role(membership, "facilitator", mandate=also.mandate, by=bastien, now=NOW())
    counted = fresh(alliance)
    assert (counted.facilitator_count, counted.facilitator_world_count) == (1, 2)
    assert not can_publish(bastien, counted)
    for posture in (bastien, also):
        agree_to_deletion(fresh(alliance), reason="Finie", by=posture, now=NOW())
    assert fresh(alliance).deleted_at is None


def test_whoever_facilitates_in_another_posture_is_told_which() -> None:
    cast = make_cast()
    verdict = can_edit_alliance(Posture(cast.bastien.person), cast.alliance)
    assert not verdict
    assert "Club Gravelle" in verdict.reason


def test_the_only_member_that_facilitates_cannot_leave_even_with_two_facilitators() -> None:
    bastien = make_speaker("Bastien Roy", "Club")
    alliance = make_alliance()
    add_facilitator(alliance, bastien)
    add_facilitator(alliance, colleague_of(bastien))
    assert fresh(alliance).facilitator_count == 2
    with pytest.raises(Refused, match="relais"):
        leave_alliance(member_of(alliance, bastien), by=bastien, now=NOW())


def test_a_published_alliance_keeps_two_worlds_when_a_member_leaves_with_two_facilitators() -> None:
    cast = make_cast()
    publish_alliance(cast.alliance, by=cast.bastien, now=NOW())
    add_facilitator(fresh(cast.alliance), colleague_of(cast.bastien))
    membership = member_of(cast.alliance, cast.bastien)
    with pytest.raises(Refused, match="deux mondes"):
        leave_alliance(membership, by=cast.bastien, now=NOW())
    share_with_ama(cast, by=cast.bastien)
    leave_alliance(membership, by=cast.bastien, now=NOW())
    assert fresh(cast.alliance).status == "published"


def test_only_the_member_itself_decides_to_leave() -> None:
    cast = make_cast()
    membership = member_of(cast.alliance, cast.ama)
    assert can_leave(cast.ama, cast.alliance, membership)
    assert not can_leave(cast.bastien, cast.alliance, membership)


def test_a_mandate_that_ran_out_makes_the_alliance_private_rather_than_fail() -> None:
    cast = make_cast()
    publish_alliance(cast.alliance, by=cast.bastien, now=NOW())
    assert list(find_count_faults()) == []
    run_out(cast.fatou)
    assert len(list(find_count_faults())) == 1
    membership = member_of(cast.alliance, cast.ama)
    give_role(membership, "witness", mandate=None, by=cast.bastien, now=NOW())
    counted = fresh(cast.alliance)
    assert (counted.status, counted.facilitator_count) == ("open", 1)
    assert list(find_count_faults()) == []
    verbs = set(records_of(cast.alliance.scope).values_list("verb", flat=True))
    assert {"role-given", "alliance-unpublished"} <= verbs


def test_the_last_running_facilitator_cannot_go_when_the_other_mandate_ran_out() -> None:
    cast = make_cast()
    run_out(cast.fatou)
    role = MembershipRole.objects.get(mandate=cast.bastien.mandate)
    with pytest.raises(Refused, match="relais"):
        end_role(role, by=cast.bastien, now=NOW())


def test_when_nobody_facilitates_any_more_a_member_organisation_takes_over() -> None:
    cast = make_cast()
    assert not can_give_role(cast.ama, fresh(cast.alliance))
    run_out(cast.bastien, cast.fatou)
    assert not can_give_role(cast.chloe, fresh(cast.alliance))
    assert not can_give_role(make_inhabitant(cast.alliance), fresh(cast.alliance))
    share_with_ama(cast, by=cast.ama)
    assert can_edit_alliance(cast.ama, fresh(cast.alliance))


def test_brought_back_one_new_accord_does_not_delete() -> None:
    cast = make_cast()
    for posture in (cast.bastien, cast.fatou):
        agree_to_deletion(fresh(cast.alliance), reason="Finie", by=posture, now=NOW())
    withdraw_deletion(fresh(cast.alliance), by=cast.fatou, now=NOW())
    agree_to_deletion(fresh(cast.alliance), reason="Si", by=cast.fatou, now=NOW())
    assert fresh(cast.alliance).deleted_at is None


def test_an_accord_does_not_outlive_the_facilitation() -> None:
    cast = make_cast()
    agree_to_deletion(fresh(cast.alliance), reason="Finie", by=cast.bastien, now=NOW())
    share_with_ama(cast, by=cast.fatou)
    end_role(MembershipRole.objects.get(mandate=cast.bastien.mandate), by=cast.bastien, now=NOW())
    agree_to_deletion(fresh(cast.alliance), reason="Finie", by=cast.fatou, now=NOW())
    assert fresh(cast.alliance).deleted_at is None
    agree_to_deletion(fresh(cast.alliance), reason="Finie", by=cast.ama, now=NOW())
    assert fresh(cast.alliance).deleted_at is not None


def test_an_accord_never_given_cannot_be_withdrawn() -> None:
    cast = make_cast()
    with pytest.raises(Refused, match="pas donné d’accord"):
        withdraw_deletion(fresh(cast.alliance), by=cast.bastien, now=NOW())
