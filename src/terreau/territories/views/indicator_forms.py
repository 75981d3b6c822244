"""The pages from which an indicator of one's own is declared, amended, withdrawn."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from terreau.core.verdicts import require
from terreau.territories.actions_indicators import (
    amend_indicator,
    declare_indicator,
    withdraw_indicator,
)
from terreau.territories.forms_indicators import IndicatorForm
from terreau.territories.models import Indicator
from terreau.territories.permissions import can_amend_indicator, can_manage_indicators


@require_http_methods(["GET", "HEAD", "POST"])
def add_indicator(request: HttpRequest) -> HttpResponse:
    """Ask what is measured and where it comes from; then its figures are brought by a file."""
    require(can_manage_indicators(request.user))
    form = IndicatorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = declare_indicator(form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(
            request,
            _("« %(name)s » est ajouté, sous l’identifiant %(slug)s : apportez ses chiffres.")
            % {"name": made.name, "slug": made.slug},
        )
        return redirect(made)
    return _answer(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """Say better what an indicator of one's own means."""
    indicator = get_object_or_404(Indicator, slug=slug)
    require(can_amend_indicator(request.user, indicator))
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(data, instance=indicator)
    if form.is_valid():
        amend_indicator(indicator, form.cleaned_data, by=request.user, now=timezone.now())
        return redirect(indicator)
    return _answer(request, form, indicator)


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove an indicator of one's own with its figures."""
    indicator = get_object_or_404(Indicator, slug=slug)
    require(can_amend_indicator(request.user, indicator))
    try:
        withdraw_indicator(indicator, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(indicator)
    messages.success(request, _("L’indicateur et ses chiffres sont retirés."))
    return redirect("territories:indicators")


def _answer(request: HttpRequest, form: IndicatorForm, indicator: Indicator | None) -> HttpResponse:
    title = _("Modifier un indicateur") if indicator else _("Ajouter un indicateur")
    crumbs = [
        (_("Territoires"), reverse("territories:home")),
        (_("Indicateurs"), reverse("territories:indicators")),
        (title, ""),
    ]
    context = {"form": form, "indicator": indicator, "page_title": title, "crumbs": crumbs}
    status = 422 if form.errors else 200
    return render(request, "territories/indicator_form.html", context, status=status)
