"""What the directory waits for from a person: sheets to verify, mergers, changes to read."""

import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import Person
from terreau.actors.freshness_rates import sheets_to_refresh
from terreau.actors.half_lives import SHEET_DAYS
from terreau.actors.models import DuplicatePair, Mandate, Organisation, SheetReview
from terreau.core.formats import format_long_date


def sheets_to_verify(person: Person, today: datetime.date) -> QuerySet[Organisation]:
    """Find the sheets of the organisations the person speaks for that nobody verified lately."""
    mandates = Mandate.objects.filter(person=person).current(today)
    return sheets_to_refresh(today).filter(pk__in=mandates.values("organisation"))


def pairs_to_agree(person: Person, today: datetime.date) -> QuerySet[DuplicatePair]:
    """Find the mergers that wait for the accord of an organisation the person speaks for."""
    mandates = Mandate.objects.filter(person=person).current(today)
    mine = mandates.values("organisation")
    asked = DuplicatePair.objects.awaiting_accord()
    return asked.filter(Q(first__in=mine) | Q(second__in=mine))


def keys_of_sheets(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row a sheet."""
    return [sheets_to_verify(person, today)]


def sheets_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Tell the sheets to verify."""
    return [_sheet(row) for row in sheets_to_verify(person, today).order_by("name", "pk")]


def _sheet(row: Organisation) -> TodoItem:
    detail, since = _("Personne ne l’a encore vérifiée."), None
    if row.confirmed_on:
        day = {"day": format_long_date(row.confirmed_on)}
        detail = _("Vérifiée le %(day)s, il y a plus d’un an.") % day
        since = row.confirmed_on + datetime.timedelta(days=SHEET_DAYS)
    return TodoItem(
        f"sheet:{row.uuid}:{row.confirmed_on or ''}",
        _("Dire que la fiche de %(name)s est juste, ou la corriger") % {"name": row.name},
        row.get_absolute_url(),
        detail,
        act=_("Vérifier"),
        since=since,
    )


def keys_of_pairs(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row a merger."""
    return [pairs_to_agree(person, today)]


def pairs_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Tell the mergers that wait for an accord."""
    rows = pairs_to_agree(person, today).select_related("first", "second").order_by("asked_at")
    return [
        TodoItem(
            f"pair:{row.pk}:{row.asked_at:%Y%m%d%H%M%S}",
            _("Dire si « %(first)s » et « %(second)s » sont la même organisation")
            % {"first": row.first.name, "second": row.second.name},
            reverse("actors:compare", args=[row.pk]),
            _("Les deux fiches n’en feront qu’une si vous donnez votre accord."),
            act=_("Comparer"),
            since=timezone.localdate(row.asked_at),
        )
        for row in rows
    ]


def keys_of_reviews(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give the person's own row when changes wait: they are read together, on one page."""
    asked = SheetReview.objects.filter(asked_by=OuterRef("pk"), seen_at=None)
    return [Person.objects.filter(Exists(asked), pk=person.pk)]


def reviews_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Tell what came back of the links a person sent."""
    rows = SheetReview.objects.waiting_for(person)
    told = rows.aggregate(count=Count("pk"), first_at=Min("at"))
    if not told["count"]:
        return []
    label = ngettext("%(n)d changement à relire", "%(n)d changements à relire", told["count"])
    return [
        TodoItem(
            f"reviews:{told['first_at']:%Y%m%d%H%M%S}",
            label % {"n": told["count"]},
            f"{reverse('actors:reviews')}?vue=miennes",
            _("Revenus des liens que vous avez envoyés."),
            act=_("Relire"),
            since=timezone.localdate(told["first_at"]),
        )
    ]
