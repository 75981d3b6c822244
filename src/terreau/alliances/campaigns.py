"""Whom a facilitator may write to: the organisations of the alliances they facilitate."""

from django.db.models import QuerySet
from django.utils.timezone import localdate

from terreau.accounts.models import Person
from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance, Membership, MembershipRole


def facilitated_alliances(person: Person) -> list[tuple[str, str]]:
    """The alliances that this person facilitates, by slug and name; staff may take any."""
    alliances = Alliance.objects.filter(deleted_at=None)
    if not person.is_staff:
        roles = MembershipRole.objects.facilitated_by(person, localdate())
        alliances = alliances.filter(pk__in=roles.values("membership__alliance"))
    return list(alliances.order_by("name", "pk").values_list("slug", "name"))


def member_organisations(person: Person, slug: str) -> QuerySet[Organisation]:
    """The organisations that are members of an alliance today."""
    members = Membership.objects.current().filter(alliance__slug=slug)
    return Organisation.objects.filter(pk__in=members.values("organisation"))
