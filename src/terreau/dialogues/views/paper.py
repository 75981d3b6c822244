"""Paper sheets: print them with their codes, key them twice, see where each one stands."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.paper import Keyed, differing, entries_of, key_sheet
from terreau.dialogues.enums import Space
from terreau.dialogues.forms.paper import AT_ONCE, CodeForm, PrintForm, SheetForm
from terreau.dialogues.models import Conversation, Statement
from terreau.dialogues.paper_codes import Sheet, make_sheet
from terreau.dialogues.paper_reading import ON_A_SHEET, count_sheets, sheets_in_hand
from terreau.dialogues.permissions_votes import can_key_sheets, can_print_sheets
from terreau.dialogues.views.access import consultation_frame, fetch_consultation

PAGE_SIZE = 50


@require_safe
def sheets(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Lead to printing and keying, and tell where the sheets stand."""
    _alliance, conversation = fetch_consultation(request, slug, uuid, Conversation)
    may_print = can_print_sheets(request.posture, conversation)
    may_key = can_key_sheets(request.posture, conversation, now=timezone.now())
    if not may_print:
        require(may_key)
    page = Paginator(sheets_in_hand(conversation), PAGE_SIZE).get_page(request.GET.get("page"))
    context = consultation_frame(request, conversation, _("Bulletins papier")) | {
        "conversation": conversation,
        "may_print": may_print,
        "may_key": may_key,
        "print_form": PrintForm(initial={"first": 1, "count": 20}),
        "code_form": CodeForm(conversation),
        "counts": count_sheets(conversation),
        "page": page,
    }
    return render(request, "dialogues/sheets.html", context)


@require_safe
def print_sheets(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Draw the sheets, one a page; nothing is kept of them until they come back."""
    _alliance, conversation = fetch_consultation(request, slug, uuid, Conversation)
    require(can_print_sheets(request.posture, conversation))
    form = PrintForm(request.GET)
    context = consultation_frame(request, conversation, _("Imprimer des bulletins")) | {
        "conversation": conversation,
        "form": form,
        "most": AT_ONCE,
    }
    if not form.is_valid():
        return render(request, "dialogues/sheets_print.html", context | {"papers": []})
    statements = list(_on_the_sheet(conversation)[:ON_A_SHEET])
    said = form.cleaned_data
    made = (
        make_sheet(conversation, number)
        for number in range(said["first"], said["first"] + said["count"])
    )
    context["papers"] = [(sheet, _ordered(statements, sheet)) for sheet in made]
    context["left_out"] = max(0, _on_the_sheet(conversation).count() - ON_A_SHEET)
    return render(request, "dialogues/sheets_print.html", context)


def _on_the_sheet(conversation: Conversation):
    rows = Statement.objects.put_to_vote(Space.INHABITANTS).filter(conversation=conversation)
    return rows.order_by("number")


def _ordered(statements: list[Statement], sheet: Sheet) -> list[Statement]:
    return statements[::-1] if sheet.is_reversed else statements


@require_http_methods(["GET", "HEAD", "POST"])
def keying(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Ask for the code of a sheet, then for what is ticked on it."""
    _alliance, conversation = fetch_consultation(request, slug, uuid, Conversation)
    now = timezone.now()
    require(can_key_sheets(request.posture, conversation, now=now))
    data = request.POST if request.method == "POST" else request.GET
    code_form = CodeForm(conversation, data if "code" in data else None)
    context = consultation_frame(request, conversation, _("Saisir des bulletins")) | {
        "conversation": conversation,
        "code_form": code_form,
    }
    if not code_form.is_valid():
        return render(request, "dialogues/keying.html", context | {"form": None})
    sheet = code_form.sheet
    entries = entries_of(conversation, sheet.code)
    form = _sheet_form(conversation, sheet, entries, request)
    refusal, status = "", 200
    if form.is_bound and form.is_valid():
        try:
            done = key_sheet(conversation, sheet.code, form.reading(), by=request.posture, now=now)
        except Refused as error:
            refusal, status = str(error), 409
        else:
            _tell(request, sheet, done)
            return redirect("dialogues:keying", slug=slug, uuid=uuid)
    context |= {"form": form, "sheet": sheet, "turn": len(entries) + 1, "refusal": refusal}
    return render(request, "dialogues/keying.html", context, status=status)


def _sheet_form(conversation, sheet: Sheet, entries: list, request: HttpRequest) -> SheetForm:
    """The lines of the sheet, or those alone on which two readers differ."""
    statements = _ordered(list(_on_the_sheet(conversation)[:ON_A_SHEET]), sheet)
    if len(entries) == 2:
        apart = differing(entries)
        statements = [one for one in statements if str(one.number) in apart]
    return SheetForm(statements, request.POST if request.method == "POST" else None)


def _tell(request: HttpRequest, sheet: Sheet, done: Keyed) -> None:
    sentences = {
        Keyed.FIRST: _("Bulletin %(code)s : première saisie gardée. Quelqu’un d’autre fera la 2e."),
        Keyed.MATCHED: _("Bulletin %(code)s : les deux saisies concordent, il est compté."),
        Keyed.DIFFERS: _("Bulletin %(code)s : les deux saisies diffèrent. Relisez ses lignes."),
        Keyed.SETTLED: _("Bulletin %(code)s : relu et compté."),
    }
    tell = messages.warning if done is Keyed.DIFFERS else messages.success
    tell(request, sentences[done] % {"code": sheet.code})
