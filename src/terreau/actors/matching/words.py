"""Count the words of the names, so that what is rare in this directory weighs more."""

from collections import Counter

from django.db import transaction
from django.db.models import Sum

from terreau.actors.bridge.matching import Party, words_of
from terreau.actors.models import MatchWord, Organisation

# Rarer words all weigh about the same; keeping them would keep every misspelling.
KEPT_FROM = 3
LONGEST = 40
BATCH = 2_000
ALL_SHEETS = "*"


def count_words(counts: Counter, parties: list[Party]) -> None:
    """Add the words of these parties, each once a party."""
    for party in parties:
        counts.update(words_of(party))


@transaction.atomic
def write_words(counts: Counter, sheets: int) -> None:
    """Replace the counts of the directory."""
    MatchWord.objects.all().delete()
    rows = [
        MatchWord(word=word, sheets=count)
        for word, count in counts.items()
        if count >= KEPT_FROM and len(word) <= LONGEST
    ]
    rows.append(MatchWord(word=ALL_SHEETS, sheets=sheets))
    MatchWord.objects.bulk_create(rows, batch_size=BATCH)


def count_sheets() -> int:
    """How many sheets the counts were made on; the sheets of today when nobody counted yet."""
    counted = MatchWord.objects.filter(word=ALL_SHEETS).aggregate(n=Sum("sheets"))["n"]
    return counted or Organisation.objects.count()
