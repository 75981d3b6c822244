"""Find the partnerships that a declaration may be about: the same parties, then when and what."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.partial_dates import PartialDate
from terreau.partnerships.models import Partnership, Party

SAME_PARTIES, SOME_PARTIES, SAME_PERIOD, SAME_CATEGORY = 0.8, 0.5, 0.1, 0.1
MOST_SHOWN = 5
_AT_ONCE = 400


@dataclass(frozen=True)
class Sought:
    """What one declaration says."""

    parties: frozenset[int]
    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Alike:
    """One known partnership that it may be about, with why."""

    partnership: Partnership
    score: float
    reasons: tuple[str, ...]
    has_same_parties: bool


def find_alike(sought: Sequence[Sought], person) -> list[list[Alike]]:
    """Give, for each declaration, what it may be about, the likeliest first.

    Only partnerships that this person may see are named; two common parties at least.
    """
    by_party, parties_of = _known(set().union(*(one.parties for one in sought), set()))
    wanted = [_sharing(one, by_party, parties_of) for one in sought]
    rows = _visible(set().union(*wanted, set()), person)
    return [
        _ranked(_compare(one, rows[pk], parties_of[pk]) for pk in sorted(keys) if pk in rows)
        for one, keys in zip(sought, wanted, strict=True)
    ]


def _known(organisations: set[int]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The partnerships of each organisation, and the parties of each partnership."""
    by_party: dict[int, set[int]] = defaultdict(set)
    parties_of: dict[int, set[int]] = defaultdict(set)
    for keys in _parts(organisations):
        rows = Party.objects.current().filter(organisation__in=keys).order_by()
        for organisation, partnership in rows.values_list("organisation", "partnership"):
            by_party[organisation].add(partnership)
            parties_of[partnership].add(organisation)
    return by_party, parties_of


def _sharing(
    one: Sought, by_party: dict[int, set[int]], parties_of: dict[int, set[int]]
) -> set[int]:
    """Partnerships with two of these parties; whoever gives to thousands is not gone through."""
    ordered = sorted(one.parties, key=lambda key: len(by_party.get(key, ())))
    near: set[int] = set()
    for key in ordered[:-1]:
        near |= by_party.get(key, set())
    return {pk for pk in near if len(parties_of[pk] & one.parties) > 1}


def _visible(keys: set[int], person) -> dict[int, Partnership]:
    found: dict[int, Partnership] = {}
    for part in _parts(keys):
        rows = Partnership.objects.visible_to(person).filter(pk__in=part)
        rows = rows.prefetch_related("categories", "parties__flows").distinct()
        found |= {one.pk: one for one in rows}
    return found


def _compare(one: Sought, known: Partnership, common: set[int]) -> Alike:
    here = {party.organisation_id for party in known.parties.all() if party.left_on is None}
    is_same = here == one.parties
    score = SAME_PARTIES if is_same else SOME_PARTIES
    number = len(common & one.parties)
    shared = ngettext("%(number)d partie commune", "%(number)d parties communes", number)
    reasons = [_("mêmes parties") if is_same else shared % {"number": number}]
    overlap = _overlaps(one, known)
    if overlap is None:
        reasons.append(_("période inconnue de l’un des deux"))
    elif overlap:
        score += SAME_PERIOD
        reasons.append(_("même période"))
    if one.categories & {row.category for row in known.categories.all()}:
        score += SAME_CATEGORY
        reasons.append(_("même catégorie"))
    return Alike(known, round(score, 2), tuple(reasons), is_same)


def _overlaps(one: Sought, known: Partnership) -> bool | None:
    """Tell whether both periods meet; an unknown end is open, two unknown starts say nothing."""
    first, second = one.starts_on, known.starts_on
    if first is None or second is None:
        return None
    ends = (one.ends_on, known.ends_on)
    return not (
        (ends[0] is not None and ends[0].end < second.start)
        or (ends[1] is not None and ends[1].end < first.start)
    )


def _ranked(found: Iterable[Alike]) -> list[Alike]:
    return sorted(found, key=lambda one: (-one.score, one.partnership.pk))[:MOST_SHOWN]


def _parts(keys: set[int]) -> Iterable[list[int]]:
    ordered = sorted(keys)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
