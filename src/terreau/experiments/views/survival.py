"""How long experiments last, on a page anybody may read."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_long_date
from terreau.experiments.bridge.survival import SurvivalView, view_survival
from terreau.experiments.models import Experiment
from terreau.experiments.pictures.survival import draw_survival


@login_not_required
def survival(request: HttpRequest) -> HttpResponse:
    """Show the share still alive at 1, 3 and 5 years, with its base."""
    today = timezone.localdate()
    view = view_survival(Experiment.objects.visible_to(request.user), today=today)
    title = _("Combien de temps durent les expérimentations")
    base = _base(view, format_long_date(today))
    context = {
        "view": view,
        "title": title,
        "base": base,
        "picture": None if view.is_hidden else draw_survival(view, title=title, base=base),
        "crumbs": [(_("Expériences"), reverse("experiments:list")), (_("Leur durée"), "")],
    }
    return render(request, "experiments/survival.html", context)


def _base(view: SurvivalView, day: str) -> str:
    curve = view.curve
    return ngettext(
        "Base : %(n)d expérimentation commencée et datée, dont %(ended)d arrêtée, lue le %(day)s.",
        "Base : %(n)d expérimentations commencées et datées, dont %(ended)d arrêtées, lues le "
        "%(day)s.",
        curve.count,
    ) % {"n": curve.count, "ended": curve.ended, "day": day}
