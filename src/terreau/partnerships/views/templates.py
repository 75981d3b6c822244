"""The templates of agreements, for the whole instance."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import require
from terreau.partnerships.actions.agreements import save_template
from terreau.partnerships.forms.papers import TemplateForm
from terreau.partnerships.models import AgreementTemplate
from terreau.partnerships.papers.filling import PLACES, shipped_template
from terreau.partnerships.permissions import can_edit_templates


def list_templates(request: HttpRequest) -> HttpResponse:
    """List them; the one that comes with Terreau is offered while there is no other."""
    require(can_edit_templates(request.user))
    rows = AgreementTemplate.objects.all()
    context = {"templates": rows, "shipped": shipped_template()}
    return render(request, "partnerships/templates.html", context)


def edit_template(request: HttpRequest, template: int | None = None) -> HttpResponse:
    """Write a template, starting from the one that comes with Terreau."""
    require(can_edit_templates(request.user))
    found = get_object_or_404(AgreementTemplate, pk=template) if template else None
    instance = found or AgreementTemplate(text=shipped_template().text)
    form = TemplateForm(request.POST or None, instance=instance)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: save_template(
            instance,
            name=form.cleaned_data["name"],
            text=form.cleaned_data["text"],
            is_offered=form.cleaned_data["is_offered"],
            now=timezone.now(),
            **stamp,
        ),
    )
    if status == SAVED:
        messages.success(
            request,
            _("Le modèle est enregistré ; les conventions déjà écrites ne changent pas."),
        )
        return redirect("partnerships:templates")
    context = {"form": form, "is_new": found is None, "places": PLACES.items()}
    return render(request, "partnerships/template_form.html", context, status=status)
