"""Rows for the portal's tests, as plain functions; the cast is always the same."""

import datetime

from django.utils import timezone

from terreau.accounts.models import Person
from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import Mandate, Organisation
from terreau.alliances.models import Alliance, Invitation, Membership, Objective
from terreau.core.partial_dates import PartialDate
from terreau.territories.models import Territory

A_DAY = datetime.date(2020, 1, 1)


def make_person(name="Ama", **fields):
    return Person.objects.create_user(
        email=f"{name.lower()}@exemple.fr", full_name=name, password="terreau-terreau", **fields
    )


def make_organisation(name="Club du Val", world="economic", **fields):
    # Verified: a sheet that nobody vouches for would wait in every « À faire ».
    values = {"is_public": True, "confirmed_on": timezone.localdate(), **fields}
    organisation = Organisation.objects.create(name=name, world=world, **values)
    refresh_indexes([organisation.pk])
    return organisation


def make_mandate(person, organisation, starts_on=A_DAY, ends_on=None):
    return Mandate.objects.create(
        person=person, organisation=organisation, starts_on=starts_on, ends_on=ends_on
    )


def make_territory(name="Valbourg", code="01001", kind="commune", **fields):
    place = {"lon": 2.4, "lat": 48.8, "population": 1200}
    return Territory.objects.create(name=name, code=code, kind=kind, **{**place, **fields})


def make_alliance(name="Agir ensemble", slug="agir", *, published=True, **fields):
    status = "published" if published else "open"
    return Alliance.objects.create(
        name=name,
        slug=slug,
        question="Et si l’on se parlait ?",
        perimeter_label="Valbourg",
        status=status,
        started_on=PartialDate("2013-23"),
        facilitator_count=2,
        facilitator_world_count=2,
        **fields,
    )


def make_member(alliance, organisation):
    return Membership.objects.create(alliance=alliance, organisation=organisation, joined_on=A_DAY)


def make_objective(alliance, number=1):
    return Objective.objects.create(alliance=alliance, number=number, text="Se connaître.")


def make_invitation(alliance, email, organisation=None):
    return Invitation.objects.create(alliance=alliance, email=email, organisation=organisation)
