"""Compose a perimeter whose whole state stands in the address: shared easily, without script."""

import csv
import io
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from terreau.territories.enums import TerritoryKind
from terreau.territories.forms import ImportPerimeterForm
from terreau.territories.models import Territory
from terreau.territories.perimeters import describe_perimeter, label_of
from terreau.territories.picker import build_picker
from terreau.territories.pictures import perimeter_map
from terreau.territories.sheets import SHEET_HEADERS, sheet_rows
from terreau.territories.tokens import read_tokens

FIELD = "t"
LONGEST_LABEL = 150


@login_not_required
@require_GET
def compose(request: HttpRequest) -> HttpResponse:
    """Show the perimeter of the address, what it sums to, and ways to enlarge it."""
    state = _State(request.GET)
    context = {"state": state, "import_form": ImportPerimeterForm(), **_picture_of(state)}
    if request.htmx and not request.htmx.boosted:
        return render(request, "territories/_composed.html", context)
    return render(request, "territories/compose.html", context)


@login_not_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Write the perimeter as a sheet that the composer reads again, identical."""
    state = _State(request.GET)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(SHEET_HEADERS)
    writer.writerows(sheet_rows(state.units))
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="perimetre.csv"'
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Read a list of codes and lead to the perimeter it makes; nothing is stored."""
    # A POST with a file only, or with nothing, has an empty `request.POST`.
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportPerimeterForm(*sent)
    if form.is_valid():
        query = urlencode([(FIELD, unit.token) for unit in form.cleaned_data["units"]])
        return HttpResponseRedirect(f"{reverse('territories:compose')}?{query}")
    return render(request, "territories/import.html", {"form": form})


class _State:
    """What the address says: units, label, search."""

    def __init__(self, data: QueryDict) -> None:
        tokens = [token for token in data.getlist(FIELD) if token]
        read = read_tokens(tokens)
        self.errors = read.errors
        self.units = read.territories
        self.typed_label = data.get("label", "").strip()[:LONGEST_LABEL]
        self.text = data.get(f"{FIELD}-q", "").strip()[:100]
        self.picker = build_picker(FIELD, tokens=tokens, text=self.text)

    @property
    def label(self) -> str:
        """The name given, else one made from the units."""
        return self.typed_label or label_of(self.units)

    @property
    def query(self) -> str:
        """The address of this perimeter, to share or export."""
        return self.query_with()

    def query_with(self, *more: Territory) -> str:
        """The address of this perimeter with other units."""
        pairs = [(FIELD, unit.token) for unit in [*self.units, *more]]
        if self.typed_label:
            pairs.append(("label", self.typed_label))
        return urlencode(pairs)


def _picture_of(state: _State) -> dict:
    if not state.units:
        return {"summary": None, "map": None, "larger": []}
    title = _("Périmètre : %(label)s") % {"label": state.label}
    summary = state.picker.summary or describe_perimeter(state.units)
    return {
        "summary": summary,
        "map": perimeter_map(state.units, title=title, count=summary.communes),
        "larger": _larger_units(state),
    }


def _larger_units(state: _State) -> list[tuple[Territory, str]]:
    """The intercommunalités and départements that one click adds whole."""
    larger: dict[int, Territory] = {}
    for unit in state.units:
        if unit.kind == TerritoryKind.COMMUNE:
            for above in (unit.epci, unit.departement):
                if above is not None and above not in state.units:
                    larger[above.pk] = above
    return [(unit, state.query_with(unit)) for unit in list(larger.values())[:8]]
