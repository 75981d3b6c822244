"""Keep the landscape of each space up to date with its votes; nobody asks for it."""

import datetime

from django.db.models import DateTimeField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from terreau.dialogues.bridge.landscape import draw_landscape, read_votes
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Conversation, Landscape, Statement, Vote

# Two clocks may differ, and a vote may be committed after a later one: some are read twice.
OVERLAP = datetime.timedelta(seconds=5)
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def refresh_landscape(
    conversation: Conversation, space: Space, *, now: datetime.datetime
) -> Landscape:
    """Compute anew what the votes of one space give; nothing is written when they are the same."""
    kept, _created = Landscape.objects.get_or_create(conversation=conversation, space=space)
    read = read_votes(conversation, space)
    if kept.votes_digest != read.digest or kept.computed_at is None:
        drawn = draw_landscape(read)
        kept.content, kept.routing = drawn.content, drawn.routing
        kept.votes_digest, kept.computed_at = read.digest, now
        kept.vote_count = len(read.answers)
        kept.voice_count = len(set(read.voices))
        kept.statement_count = len(read.open_statements)
    kept.read_until = now - OVERLAP
    kept.save()
    return kept


def stale_spaces(now: datetime.datetime) -> list[tuple[int, Space]]:
    """Find the spaces whose votes or statements have changed since they were last read.

    One query a space. Only what may still change is looked at: conversations that run, or stopped
    minutes ago.
    """
    lately = now - datetime.timedelta(minutes=10)
    alive = Q(closed_at=None) | Q(closed_at__gt=lately)
    alive &= Q(closes_at=None) | Q(closes_at__gt=lately)
    running = Conversation.objects.filter(alive, published_at__isnull=False)
    found: list[tuple[int, Space]] = []
    for space in Space:
        is_open = {"has_organisations" if space == Space.ORGANISATIONS else "has_inhabitants": True}
        kept = Landscape.objects.filter(conversation=OuterRef("pk"), space=space)
        known = Coalesce(
            Subquery(kept.values("read_until")[:1]), Value(LONG_AGO), output_field=DateTimeField()
        )
        since = OuterRef("known")
        of_this = {"statement__conversation": OuterRef("pk"), "participant__space": space}
        votes = Vote.objects.filter(**of_this, voted_at__gt=since)
        moderated = Statement.objects.filter(conversation=OuterRef("pk"), moderated_at__gt=since)
        rows = running.filter(**is_open).annotate(known=known)
        rows = rows.filter(Exists(votes) | (Exists(kept) & Exists(moderated)))
        found += [(key, space) for key in rows.order_by("pk").values_list("pk", flat=True)]
    return found
