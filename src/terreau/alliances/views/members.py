"""Members, their roles and the invitations."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.alliances.actions.invitations import resend_invitation, withdraw_invitation
from terreau.alliances.actions.membership import end_role, give_role, leave_alliance
from terreau.alliances.forms.members import GuestForm, RoleForm
from terreau.alliances.models import Alliance, Invitation, Membership, MembershipRole
from terreau.alliances.permissions import (
    can_give_role,
    can_invite,
    can_leave,
    can_read_inside,
    membership_of,
)
from terreau.alliances.rail import alliance_frame
from terreau.alliances.roster import roster_of
from terreau.alliances.views.access import fetch_alliance
from terreau.alliances.views.letters import invite_guest, send_when_committed
from terreau.core.verdicts import Refused, require

INVITATION = ("uuid", "alliance", "organisation", "person_name", "sent_at", "state")


def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Show organisations by world, inhabitants apart, roles and invitations."""
    alliance = fetch_alliance(request, slug)
    require(can_read_inside(request.posture, alliance))
    mine = membership_of(request.posture, alliance)
    invitations = alliance.invitations.select_related("organisation")
    context = alliance_frame(request, alliance, "members", _("Membres")) | {
        "roster": roster_of(alliance, timezone.localdate(), request.GET.get("page")),
        "invitations": invitations.only(*INVITATION, "organisation__name")[:50],
        "may_invite": can_invite(request.posture, alliance),
        "may_give": can_give_role(request.posture, alliance),
        "mine": mine,
        "may_leave": can_leave(request.posture, alliance, mine) if mine else None,
    }
    return render(request, "alliances/members.html", context)


def add_role(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a role."""
    alliance = fetch_alliance(request, slug)
    require(can_give_role(request.posture, alliance))
    sent = request.POST if request.method == "POST" else None
    form = RoleForm(sent, alliance=alliance, today=timezone.localdate())
    if form.is_valid() and _try_to_give(request, form):
        return redirect("alliances:members", slug=slug)
    context = alliance_frame(request, alliance, "members", _("Confier un rôle")) | {"form": form}
    return render(request, "alliances/give_role.html", context)


def _try_to_give(request: HttpRequest, form: RoleForm) -> bool:
    try:
        give_role(**form.cleaned_data, by=request.posture, now=timezone.now())
    except Refused as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Le rôle est confié, et noté dans les décisions."))
    return True


@require_POST
def remove_role(request: HttpRequest, slug: str, role: int) -> HttpResponse:
    """End a role."""
    alliance = fetch_alliance(request, slug)
    held = get_object_or_404(
        MembershipRole.objects.select_related("membership__alliance", "membership__organisation"),
        pk=role,
        membership__alliance=alliance,
        ends_on=None,
    )
    end_role(held, by=request.posture, now=timezone.now())
    messages.success(request, _("Le rôle prend fin aujourd’hui ; il reste dans l’histoire."))
    return redirect("alliances:members", slug=slug)


@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave in the present posture."""
    alliance = fetch_alliance(request, slug)
    mine = get_object_or_404(
        Membership.objects.current().select_related("organisation"),
        alliance=alliance,
        pk=getattr(membership_of(request.posture, alliance), "pk", None),
    )
    leave_alliance(mine, by=request.posture, now=timezone.now())
    messages.success(request, _("Vous avez quitté l’alliance. Vos contributions y restent."))
    return redirect("alliances:list")


def invite_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite an organisation or an inhabitant."""
    alliance = fetch_alliance(request, slug)
    require(can_invite(request.posture, alliance))
    form = GuestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _try_to_invite(request, alliance, form):
        return redirect("alliances:members", slug=slug)
    context = alliance_frame(request, alliance, "members", _("Inviter")) | {"form": form}
    return render(request, "alliances/invite.html", context)


def _try_to_invite(request: HttpRequest, alliance: Alliance, form: GuestForm) -> bool:
    try:
        with transaction.atomic():
            invite_guest(request, alliance, form, now=timezone.now())
    except (Refused, ValidationError) as error:
        form.add_error(None, error.messages if isinstance(error, ValidationError) else str(error))
        return False
    messages.success(request, _("L’invitation est partie. Elle donne les mêmes droits qu’à vous."))
    return True


def _invitation(request: HttpRequest, slug: str, invitation) -> Invitation:
    alliance = fetch_alliance(request, slug)
    found = Invitation.objects.select_related("alliance", "organisation", "link")
    return get_object_or_404(found, alliance=alliance, uuid=invitation)


@require_POST
def resend(request: HttpRequest, slug: str, invitation) -> HttpResponse:
    """Send a new link; the former one is taken back."""
    found = _invitation(request, slug, invitation)
    with transaction.atomic():
        sent = resend_invitation(found, by=request.posture, now=timezone.now())
        send_when_committed(request, sent)
    messages.success(request, _("Un nouveau lien est parti ; l’ancien n’ouvre plus rien."))
    return redirect("alliances:members", slug=slug)


@require_POST
def withdraw(request: HttpRequest, slug: str, invitation) -> HttpResponse:
    """Take an invitation back."""
    found = _invitation(request, slug, invitation)
    withdraw_invitation(found, by=request.posture, now=timezone.now())
    messages.success(request, _("L’invitation est retirée."))
    return redirect("alliances:members", slug=slug)
