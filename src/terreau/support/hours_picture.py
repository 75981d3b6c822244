"""The hours by trade, as bars."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.pictures import Picture
from terreau.core.pictures.bars import Bar, draw_bars
from terreau.support.enums import Trade
from terreau.support.hours_reading import HoursReport, spoken_minutes

_TONES = {
    Trade.DIALOGUE: "slate",
    Trade.EXPERIMENT: "honey",
    Trade.SUPPORT: "leaf",
    Trade.PLACE: "clay",
}


def trades_picture(report: HoursReport, name: str, period: str) -> Picture:
    """Draw the hours of each trade; the number of persons who logged them is said."""
    base = ngettext(
        "%(n)d personne a noté %(entries)d fois du temps, %(period)s",
        "%(n)d personnes ont noté %(entries)d fois du temps, %(period)s",
        report.people,
    ) % {"n": report.people, "entries": report.entries, "period": period}
    bars = [
        _bar(str(label).capitalize(), report.by_trade.get(trade, 0), _TONES[Trade(trade)])
        for trade, label in Trade.choices
    ]
    return draw_bars(
        bars,
        title=_("Heures par métier"),
        description=_("Heures notées pour chaque métier : %(name)s, %(period)s.")
        % {"name": name, "period": period},
        base=base,
        headers=(_("Métier"), _("Heures")),
    )


def _bar(label: str, minutes: int, tone: str) -> Bar:
    return Bar(label, minutes / 60, tone, spoken_minutes(minutes))
