"""Put what each source says of each subject side by side, never added up."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_long_date, format_number
from terreau.diagnoses.perceived import Perceived


@dataclass
class SideBySide:
    """A table: its sources as headings, then one line a subject."""

    headings: list[str] = field(default_factory=list)
    rows: list[tuple[str, list[str]]] = field(default_factory=list)


def side_by_side(found: Sequence[Perceived]) -> SideBySide:
    """One column a source and a date; the subjects in the order of the newest source."""
    sources = list(dict.fromkeys((one.source, one.asked_on, one.question) for one in found))
    subjects: dict[object, dict[tuple, Perceived]] = {}
    for one in found:
        told = subjects.setdefault(subject_of(one), {})
        told.setdefault((one.source, one.asked_on, one.question), one)
    return SideBySide(
        [f"{source.label} · {format_long_date(day)}".capitalize() for source, day, _q in sources],
        [
            (
                next(iter(told.values())).label,
                [say_perceived(told[key]) if key in told else _("non demandé") for key in sources],
            )
            for told in subjects.values()
        ],
    )


def subject_of(one: Perceived) -> object:
    """What tells that two sources speak of the same thing: a challenge, a domain, or one name."""
    return one.challenge_id or one.domain_code or one.label.casefold()


def say_perceived(one: Perceived) -> str:
    """Say a mean with its interval and its base."""
    if one.overall is None:
        return _("trop peu de réponses")
    words = ngettext(
        "%(mean)s sur 10 (%(count)d réponse)", "%(mean)s sur 10 (%(count)d réponses)", one.base
    ) % {"mean": format_number(one.overall, 1), "count": one.base}
    if one.interval:
        low, high = (format_number(end, 1) for end in one.interval)
        words += " " + _("entre %(low)s et %(high)s") % {"low": low, "high": high}
    return words
