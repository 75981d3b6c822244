"""Bring a frozen diagnosis back from its file: read, shown, then confirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.alliances.models import Alliance
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require
from terreau.diagnoses.actions.snapshots import already_here, import_snapshot
from terreau.diagnoses.exchange.envelope import Envelope
from terreau.diagnoses.forms.snapshots import HeldFileForm, SnapshotFileForm
from terreau.diagnoses.freezing import thaw
from terreau.diagnoses.permissions_snapshots import can_import_snapshot
from terreau.diagnoses.summaries import summary_sentences
from terreau.diagnoses.values import Diagnosis
from terreau.diagnoses.views.access import diagnosis_frame
from terreau.diagnoses.whereabouts import tell_whereabouts
from terreau.territories.following import Followed, follow_codes


def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a file; a POST shows what it holds and writes nothing."""
    alliance = fetch_alliance(request, slug)
    require(can_import_snapshot(request.posture, alliance))
    form = SnapshotFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        held = form.held(_salt(request, alliance))
        return _preview(request, alliance, form.envelope, form.cleaned_data["source"], held)
    return _page(request, alliance, form)


@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what was previewed."""
    alliance = fetch_alliance(request, slug)
    require(can_import_snapshot(request.posture, alliance))
    form = HeldFileForm(request.POST, salt=_salt(request, alliance))
    fresh = SnapshotFileForm()
    if not form.is_valid():
        return _page(request, alliance, fresh, said=" ".join(form.errors["held"]))
    now = timezone.now()
    try:
        made = import_snapshot(
            alliance, form.envelope, source=form.source, by=request.posture, now=now
        )
    except Refused as refusal:
        return _page(request, alliance, fresh, said=str(refusal))
    messages.success(request, _("L’instantané est importé, tel que le fichier le donne."))
    return redirect(made)


def _salt(request: HttpRequest, alliance: Alliance) -> str:
    return f"diagnosis-snapshot:{alliance.uuid}:{request.user.pk}"


def _page(
    request: HttpRequest, alliance: Alliance, form: SnapshotFileForm, said: str = ""
) -> HttpResponse:
    here = _("Importer un instantané")
    context = diagnosis_frame(request, alliance, "snapshots", here) | {"form": form, "said": said}
    status = 422 if form.errors or said else 200
    return render(request, "diagnoses/snapshot_file.html", context, status=status)


def _preview(
    request: HttpRequest, alliance: Alliance, envelope: Envelope, source: str, held: str
) -> HttpResponse:
    diagnosis = thaw(envelope.content)
    units = [(unit.kind, unit.code) for unit in alliance.perimeter.all()]
    theirs = [unit[:2] for unit in diagnosis.perimeter.units]
    followed = follow_codes([*theirs, *units])
    here = _("Importer un instantané")
    context = diagnosis_frame(request, alliance, "snapshots", here) | {
        "envelope": envelope,
        "diagnosis": diagnosis,
        "sentences": summary_sentences(diagnosis),
        "remarks": _remarks(alliance, diagnosis, followed, is_same=_same(followed, theirs, units)),
        "present": already_here(alliance, envelope),
        "source": source,
        "form": HeldFileForm(initial={"held": held}, salt=""),
    }
    return render(request, "diagnoses/snapshot_preview.html", context)


def _same(followed: Followed, theirs: list, units: list) -> bool:
    return followed.today(theirs) == followed.today(units)


def _remarks(
    alliance: Alliance, diagnosis: Diagnosis, followed: Followed, *, is_same: bool
) -> list[str]:
    """Say what to know before confirming."""
    said = tell_whereabouts(diagnosis, followed)
    if diagnosis.alliance != alliance.name:
        said.append(
            _("Il parle de l’alliance « %(name)s », et non de celle-ci.")
            % {"name": diagnosis.alliance}
        )
    if not is_same:
        said.append(
            _("Il porte sur un autre périmètre que celui de l’alliance : %(place)s.")
            % {"place": diagnosis.perimeter.label}
        )
    return said
