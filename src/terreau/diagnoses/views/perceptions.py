"""What is perceived in an alliance: the surveys, and every source side by side."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.views.access import fetch_alliance
from terreau.diagnoses.models import PerceptionSurvey
from terreau.diagnoses.perceived import perceived_in
from terreau.diagnoses.perceived_words import side_by_side
from terreau.diagnoses.views.access import diagnosis_frame
from terreau.dialogues.counting import count_voices
from terreau.dialogues.outlook_reading import latest_outlook
from terreau.dialogues.permissions import can_put_question


@login_not_required
def perceptions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the surveys, then what each source says of each subject."""
    alliance = fetch_alliance(request, slug)
    seen = PerceptionSurvey.objects.visible_to(request.user).filter(alliance=alliance)
    surveys = list(seen.select_related("alliance").order_by("-opens_at", "-pk"))
    outlook = latest_outlook(alliance)
    found = perceived_in(surveys, outlook)
    context = diagnosis_frame(request, alliance, "perceptions", _("Perceptions")) | {
        "surveys": _rows(surveys),
        "outlook": outlook,
        "table": side_by_side(found),
        "has_simulated": any(one.is_simulated for one in found),
        "may_put": can_put_question(request.posture, alliance),
    }
    return render(request, "diagnoses/perceptions.html", context)


def _rows(surveys: list[PerceptionSurvey]) -> list[dict]:
    now, counted = timezone.now(), count_voices(surveys)
    return [
        {
            "survey": one,
            "count": sum(counted[one.pk].values()),
            "is_running": one.is_running(now),
            "is_over": one.published_at is not None and one.is_over(now),
        }
        for one in surveys
    ]
