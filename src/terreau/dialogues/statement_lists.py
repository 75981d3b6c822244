"""What each reader may read of the statements and of their log."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from terreau.dialogues.enums import ModerationReason, StatementState
from terreau.dialogues.models import Conversation, ModerationEntry, Statement

SET_ASIDE = (StatementState.REFUSED, StatementState.WITHDRAWN)
# To show again what designates a person or breaks the law would be to publish it.
HIDDEN_RULES = (ModerationReason.PERSON, ModerationReason.UNLAWFUL)


@dataclass(frozen=True)
class Line:
    """One statement as this reader may read it."""

    statement: Statement
    text: str  # empty when hidden
    entry: ModerationEntry | None  # the act that set it aside


def statements_of(
    conversation: Conversation, *, set_aside: bool, search: str = ""
) -> QuerySet[Statement]:
    """The statements put to the vote, or those that are not any more."""
    rows = Statement.objects.filter(conversation=conversation)
    if set_aside:
        acts = ModerationEntry.objects.order_by("-at", "-pk")
        rows = rows.filter(state__in=SET_ASIDE).prefetch_related(Prefetch("moderation", acts))
        rows = rows.select_related("duplicate_of")
    else:
        rows = rows.filter(state=StatementState.ACCEPTED)
    if search:
        rows = rows.filter(text__icontains=search)
    return rows.order_by("number")


def lines_of(statements: Iterable[Statement], *, set_aside: bool, facilitates: bool) -> list[Line]:
    """Tell them one by one; the texts that a rule hides only to who facilitates."""
    lines = []
    for statement in statements:
        entry = next(iter(statement.moderation.all()), None) if set_aside else None
        hidden = entry is not None and entry.reason in HIDDEN_RULES and not facilitates
        lines.append(Line(statement, "" if hidden else statement.text, entry))
    return lines


def log_of(conversation: Conversation) -> QuerySet[ModerationEntry]:
    """The acts of moderation, the latest first."""
    rows = ModerationEntry.objects.filter(statement__conversation=conversation)
    hiding = ModerationEntry.objects.filter(
        statement=OuterRef("statement"), reason__in=HIDDEN_RULES
    )
    rows = rows.annotate(is_hidden=Exists(hiding)).select_related("statement")
    return rows.order_by("-at", "-pk")


def shown_text(entry: ModerationEntry, *, facilitates: bool) -> str:
    """Give the text of the statement of a line, unless its present state hides it."""
    statement = entry.statement
    if facilitates or statement.state == StatementState.ACCEPTED:
        return statement.text
    if statement.state == StatementState.PENDING or entry.is_hidden:
        return ""
    return statement.text


def log_headings() -> list[str]:
    """The headings of the log as a file."""
    return [
        _("date"),
        _("énoncé n°"),
        _("texte"),
        _("acte"),
        _("règle"),
        _("précision"),
        _("par"),
    ]


def log_rows(entries: Iterable[ModerationEntry], *, facilitates: bool) -> list[list[str]]:
    """The lines of the log as a file."""
    return [
        [
            localtime(entry.at).isoformat(timespec="seconds"),
            str(entry.statement.number),
            shown_text(entry, facilitates=facilitates) or _("texte non montré"),
            entry.get_act_display(),
            entry.get_reason_display() if entry.reason else "",
            entry.note,
            entry.posture,
        ]
        for entry in entries
    ]
