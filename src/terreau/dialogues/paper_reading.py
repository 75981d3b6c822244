"""Where the paper sheets stand: keyed once, keyed twice and apart, counted."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from terreau.dialogues.models import Conversation, PaperEntry

ON_A_SHEET = 60  # lines: two sides of A4


@dataclass(frozen=True)
class SheetCounts:
    """How many sheets came back, by what is left to do with them."""

    counted: int
    once: int
    apart: int


def sheets_in_hand(conversation: Conversation) -> QuerySet:
    """The sheets that still wait for somebody: those to read again first."""
    rows = PaperEntry.objects.filter(consultation=conversation, is_matched=False)
    by_sheet = rows.order_by().values("code").annotate(keyings=Count("pk"), last=Max("keyed_at"))
    return by_sheet.order_by("-keyings", "code")


def count_sheets(conversation: Conversation) -> SheetCounts:
    """Count the sheets in one query."""
    rows = PaperEntry.objects.filter(consultation=conversation)
    told = rows.aggregate(
        counted=Count("pk", filter=Q(keying=1, is_matched=True)),
        begun=Count("pk", filter=Q(keying=1, is_matched=False)),
        apart=Count("pk", filter=Q(keying=2, is_matched=False)),
    )
    return SheetCounts(told["counted"], told["begun"] - told["apart"], told["apart"])
