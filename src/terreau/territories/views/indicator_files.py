"""Figures and their dictionary, as files to keep."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.core.exchange.views.files import give_file
from terreau.core.exchange.writing import MEDIA_TYPES, open_table
from terreau.territories.indicators.sheets import (
    dictionary_headings,
    dictionary_rows,
    figure_headings,
    figure_rows,
)
from terreau.territories.tokens import read_tokens

FIELD = "t"


@login_not_required
@require_safe
def download_figures(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the figures of a perimeter and of each of its communes, one line a figure."""
    _check(kind)
    read = read_tokens(token for token in request.GET.getlist(FIELD) if token)
    if not read.territories:
        sentence = _(
            "Dites de quel périmètre vous voulez les chiffres : composez-le d’abord, puis revenez."
        )
        return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")
    slugs = request.GET.getlist("i") or None
    rows = figure_rows(read.territories, slugs)
    return give_file(kind, "indicateurs", open_table(kind, figure_headings(), rows))


@login_not_required
@require_safe
def download_dictionary(request: HttpRequest, kind: str) -> HttpResponse:
    """Give what each indicator means, how it is computed and where it comes from."""
    _check(kind)
    content = open_table(kind, dictionary_headings(), dictionary_rows())
    return give_file(kind, "dictionnaire-des-indicateurs", content)


def _check(kind: str) -> None:
    if kind not in MEDIA_TYPES:
        raise Http404
