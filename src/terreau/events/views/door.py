"""Enter a meeting by its short address, register without account, come back by one's own link."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from terreau.accounts.links import LinkOutcome, open_link
from terreau.alliances.enums import AllianceStatus
from terreau.core.rate_limits import limit
from terreau.core.verdicts import Refused
from terreau.dialogues.door_codes import draw_door
from terreau.events.actions.letters import PURPOSE, new_link
from terreau.events.actions.registrations import (
    change_registration,
    erase_registration,
    give_up_place,
    register,
)
from terreau.events.enums import EventState, RegistrationState
from terreau.events.forms.registrations import OwnRegistrationForm, RegistrationForm
from terreau.events.models import Event, Registration
from terreau.events.naming import known_names
from terreau.events.own_programme import own_programme
from terreau.events.permissions_registrations import can_change_registration, can_register
from terreau.events.reading import places_of, programme_of

RATE = "20/10m"  # an association may register ten of its own from one place


@login_not_required
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a meeting, read aloud or printed."""
    if code := request.GET.get("code", "").strip():
        found = _find(code)
        if found:
            return redirect(found.door)
        return render(request, "events/door_ask.html", {"code": code[:20]}, status=404)
    return render(request, "events/door_ask.html", {"code": ""})


@never_cache
@login_not_required
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Show the meeting to whoever has its address, and take their registration."""
    event = _find(code)
    if event is None:
        return render(request, "events/door_ask.html", {"code": code[:20]}, status=404)
    if request.method == "POST":
        return _register(request, event)
    form = RegistrationForm(initial=_own_words(request))
    return _page(request, event, form)


def _register(request: HttpRequest, event: Event) -> HttpResponse:
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        return _page(request, event, form)
    verdict = limit(request, "event-registration", RATE)
    if not verdict:
        form.add_error(None, verdict.reason)
        return _page(request, event, form, status=429)
    email, now = form.cleaned_data["email"], timezone.now()
    is_own = request.user.is_authenticated and email.casefold() == request.user.email.casefold()
    try:
        made = register(
            event,
            form.values(),
            email=email,
            person=request.user if is_own else None,
            site=request.build_absolute_uri("/"),
            now=now,
        )
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, event, form)
    if email and not is_own:
        # The same page for an address that was already there: nobody learns who comes.
        return render(request, "events/door_sent.html", {"event": event, "email": email})
    secret = new_link(made, now=now)
    return redirect("events-door:own", event.code, secret)


def _page(
    request: HttpRequest, event: Event, form: RegistrationForm, status: int = 200
) -> HttpResponse:
    is_public = event.alliance.status == AllianceStatus.PUBLISHED
    context = {
        "event": event,
        "form": form,
        "days": programme_of(event),
        "places": places_of(event),
        "may_register": can_register(event, now=timezone.now()),
        "names": known_names(event.alliance) if is_public else [],
    }
    return render(request, "events/door.html", context, status=status)


def _own_words(request: HttpRequest) -> dict[str, str]:
    if not request.user.is_authenticated:
        return {}
    organisation = request.posture.organisation
    return {
        "name": request.user.full_name,
        "email": request.user.email,
        "organisation_name": organisation.name if organisation else "",
    }


@never_cache
@login_not_required
def own(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Show one's own place by one's link, one's programme, and what may still be changed."""
    outcome, registration = _open(code, secret)
    if registration is None:
        return _refuse(request, outcome)
    now = timezone.now()
    may_change = can_change_registration(registration, now=now)
    form = OwnRegistrationForm(
        request.POST if request.method == "POST" else None, registration=registration
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_registration(registration, form.values(), now=now)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{request.path}?note=1")
    context = {
        "event": registration.event,
        "registration": registration,
        "secret": secret,
        "form": form,
        "may_change": may_change,
        "is_saved": request.GET.get("note") == "1" and not form.is_bound,
        "days": programme_of(registration.event),
        "turns": own_programme(registration),
        "qr": draw_door(request.build_absolute_uri(_arrival(registration))),
        "rank": _rank(registration),
    }
    return render(request, "events/own.html", context)


@require_POST
@never_cache
@login_not_required
def give_up(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Give up one's place."""
    outcome, registration = _open(code, secret)
    if registration is None:
        return _refuse(request, outcome)
    give_up_place(registration, site=request.build_absolute_uri("/"), now=timezone.now())
    return redirect("events-door:own", code, secret)


@require_POST
@never_cache
@login_not_required
def forget_me(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Erase what one said of oneself, and give the place up if it was still to be used."""
    outcome, registration = _open(code, secret)
    if registration is None:
        return _refuse(request, outcome)
    site = request.build_absolute_uri("/")
    erase_registration(registration, by=None, site=site, now=timezone.now())
    return render(request, "events/forgotten.html", {"event": registration.event})


def _open(code: str, secret: str) -> tuple[LinkOutcome, Registration | None]:
    """Find what a secret opens, if it is of this meeting; opening writes nothing."""
    outcome = open_link(secret, purpose=PURPOSE, now=timezone.now())
    if outcome.link is None or not outcome.verdict:
        return outcome, None
    rows = Registration.objects.select_related(
        "organisation", "event__alliance", "event__place", "event__series"
    )
    found = rows.filter(
        uuid=outcome.link.subject,
        event__code=_letters(code),
        event__alliance__deleted_at=None,
        erased_at=None,
    ).first()
    return outcome, found


def _refuse(request: HttpRequest, outcome: LinkOutcome) -> HttpResponse:
    reason = outcome.verdict.reason or _("Ce lien personnel ne correspond à aucune rencontre.")
    return render(request, "events/link_refused.html", {"reason": reason}, status=410)


def _arrival(registration: Registration) -> str:
    event = registration.event
    return reverse("events:arrival", args=[event.alliance.slug, event.uuid, registration.uuid])


def _rank(registration: Registration) -> int | None:
    """The rank of somebody who waits, from 1."""
    if registration.state != RegistrationState.WAITING:
        return None
    earlier = Q(registered_at__lt=registration.registered_at) | Q(
        registered_at=registration.registered_at, pk__lt=registration.pk
    )
    waiting = Registration.objects.filter(earlier, state=RegistrationState.WAITING)
    return waiting.filter(event=registration.event_id).count() + 1


def _letters(code: str) -> str:
    return "".join(filter(str.isalnum, code)).upper()[:12]


def _find(code: str) -> Event | None:
    announced = Event.objects.exclude(state=EventState.DRAFT).filter(alliance__deleted_at=None)
    rows = announced.select_related("alliance", "place", "series")
    return rows.filter(code=_letters(code)).first()
