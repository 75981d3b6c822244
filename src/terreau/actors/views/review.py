"""« Vérifier ma fiche », by personal link and without a password."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from terreau.actors.actions.objections import (
    erase_one_person_business,
    erase_person,
    is_one_person,
    stop_messages,
)
from terreau.actors.actions.reviews import (
    change_by_link,
    confirm_by_link,
    report_by_link,
    unlist_by_link,
)
from terreau.actors.bridge.freshness import freshness_of
from terreau.actors.enums_campaigns import ReviewKind
from terreau.actors.forms.objections import LinkObjectionForm
from terreau.actors.forms.review import STEPS, ReportForm, ReviewStep
from terreau.actors.models import Organisation, SheetReview
from terreau.actors.review_fields import say
from terreau.actors.snapshots import take_snapshot
from terreau.actors.views.link_pages import OpenedSheet, link_page
from terreau.core.editing import EditConflict

SHOWN_REVIEWS = 12


@dataclass(frozen=True)
class SheetCard:
    """One short card of the sheet: what it says, and where to correct it."""

    slug: str
    title: str
    lines: tuple[tuple[str, str], ...]
    url: str


@link_page
def review(request: HttpRequest, secret: str, opened: OpenedSheet) -> HttpResponse:
    """Show the sheet in short cards; a POST says that all of it is right."""
    if request.method == "POST":
        confirm_by_link(opened.sheet_link, now=timezone.now())
        return redirect("actors:review-thanks", secret)
    context = {
        "cards": cards_of(opened.organisation, secret),
        "freshness": freshness_of(opened.organisation, timezone.localdate()),
        **_common(secret, opened),
    }
    return render(request, "actors/review/sheet.html", context)


@link_page
def review_step(request: HttpRequest, secret: str, opened: OpenedSheet, step: str) -> HttpResponse:
    """Correct one card."""
    if step not in STEPS:
        raise Http404
    form, status = STEPS[step](request.POST or None, opened.organisation), 200
    if request.method == "POST" and form.is_valid():
        try:
            change_by_link(
                opened.sheet_link,
                form.values(),
                seen=form.cleaned_data["seen"],
                now=timezone.now(),
            )
        except EditConflict:
            form, status = form.with_today_s_mark(), 409
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect(f"{reverse('actors:review', args=[secret])}#fait")
    context = {"form": form, "moved": status == 409, **_common(secret, opened)}
    return render(request, "actors/review/step.html", context, status=status)


@link_page
def report(request: HttpRequest, secret: str, opened: OpenedSheet) -> HttpResponse:
    """Say that the structure closed, merged, or is another."""
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        report_by_link(
            opened.sheet_link,
            ReviewKind(form.cleaned_data["kind"]),
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
        return redirect("actors:review-thanks", secret)
    return render(request, "actors/review/report.html", {"form": form, **_common(secret, opened)})


@link_page
def objection(request: HttpRequest, secret: str, opened: OpenedSheet) -> HttpResponse:
    """Object: for a person, for the structure, for a one-person business."""
    organisation = opened.organisation
    form = LinkObjectionForm(
        request.POST or None,
        has_address=bool(opened.sheet_link.email),
        is_one_person=is_one_person(organisation),
    )
    if request.method == "POST" and form.is_valid():
        return _object(request, opened, form)
    context = {"form": form, **_common(secret, opened)}
    return render(request, "actors/review/objection.html", context)


def _object(request: HttpRequest, opened: OpenedSheet, form: LinkObjectionForm) -> HttpResponse:
    """Do what is asked and say it at once: the link may be dead by then."""
    values, now = form.cleaned_data, timezone.now()
    erasure = None
    if values["unlist"]:
        unlist_by_link(opened.sheet_link, now=now)
    if form.is_personal:
        erasure = erase_person(
            email=opened.sheet_link.email if values.get("withdraw") else "",
            full_name=values["full_name"],
            phone=values["phone"],
            organisation=opened.organisation,
            now=now,
        )
    if values.get("erase"):
        erasure = erase_one_person_business(opened.organisation, now=now)
    context = {"erasure": erasure, "is_unlisted": values["unlist"]}
    return render(request, "actors/objection/done.html", context)


@link_page
def unsubscribe(request: HttpRequest, secret: str, opened: OpenedSheet) -> HttpResponse:
    """Stop the messages of campaigns; the mailbox's own button posts here too (RFC 8058)."""
    if request.method == "POST":
        stop_messages(opened.sheet_link, now=timezone.now())
    context = {"is_done": request.method == "POST", **_common(secret, opened)}
    return render(request, "actors/review/unsubscribe.html", context)


@require_safe
@link_page
def thanks(request: HttpRequest, secret: str, opened: OpenedSheet) -> HttpResponse:
    """Say what was done and how to come back."""
    return render(request, "actors/review/thanks.html", _common(secret, opened))


def _common(secret: str, opened: OpenedSheet) -> dict:
    """What each page of a link shows: the sheet, what this link already did, its last day."""
    done = SheetReview.objects.filter(sheet_link=opened.sheet_link).order_by("-at", "-pk")
    return {
        "secret": secret,
        "organisation": opened.organisation,
        "sheet_link": opened.sheet_link,
        "reviews": list(done[:SHOWN_REVIEWS]),
        "expires_on": timezone.localdate(opened.sheet_link.link.expires_at),
    }


def cards_of(organisation: Organisation, secret: str) -> list[SheetCard]:
    """The sheet as short cards, in the order of the steps."""
    held = take_snapshot(organisation, {name for step in STEPS.values() for name in step.covers})
    return [
        SheetCard(
            slug,
            str(step.title),
            tuple(_lines(step, held)),
            reverse("actors:review-step", args=[secret, slug]),
        )
        for slug, step in STEPS.items()
    ]


def _lines(step: type[ReviewStep], held: dict) -> Iterator[tuple[str, str]]:
    for name in step.covers:
        direction = getattr(step, "direction", None)
        if direction is None:
            yield step.label_of(name), say(name, held[name])
        else:
            own = [row for row in held[name] if row["direction"] == direction]
            # The title of the card already says the direction, first word of each line.
            said = say(name, own).splitlines()
            yield step.label_of(name), "\n".join(line.partition(" · ")[2] for line in said)
