"""Say it before drawing it: what is like the family, what is not, and how far it holds."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_number, format_percent
from terreau.territories.bridge.twins import Contribution, Twin
from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.words import format_figure, shown
from terreau.territories.twins.portrait import Line, Portrait
from terreau.territories.twins.searching import Member, Search
from terreau.territories.twins.shelf import Shelf

MOST_TOLD = 4
CLEAR_GAP = 0.5


def tell_family(search: Search) -> str:
    """Say how many are comparable, among how many."""
    if search.reason or search.family is None:
        return search.reason
    count = len(search.members)
    return ngettext(
        "%(count)s territoire vit dans des conditions comparables, sur %(compared)s %(kind)s.",
        "%(count)s territoires vivent dans des conditions comparables, sur %(compared)s %(kind)s.",
        count,
    ) % {
        "count": format_number(count),
        "compared": format_number(search.family.compared),
        "kind": kind_words(search.shelf.level),
    }


def kind_words(level: str) -> str:
    """The units of a level."""
    return {
        TerritoryKind.COMMUNE: _("communes"),
        TerritoryKind.EPCI: _("intercommunalités"),
        TerritoryKind.DEPARTEMENT: _("départements"),
    }.get(TerritoryKind(level), _("territoires"))


def tell_stability(search: Search) -> str:
    """Say in words how far the family holds, with its figure and what it rests on."""
    held = search.held
    if held is None or held.index is None:
        return ""
    words = {
        "steady": _("C’est une famille solide"),
        "rather_steady": _("C’est une famille plutôt solide"),
        "fragile": _("C’est une famille fragile"),
        "very_fragile": _("C’est une famille très fragile"),
    }[held.word]
    share = format_percent(held.index)
    told = _(
        "%(words)s : %(share)s de ses membres, en moyenne, y sont encore quand les chiffres "
        "tremblent un peu et qu’un indicateur manque (%(draws)s essais)."
    ) % {"words": words, "share": share, "draws": held.draws}
    if held.word in {"steady", "rather_steady"}:
        return told
    if all(member.twin.band == "far" for member in search.members):
        why = _("C’est que personne ne lui ressemble de très près.")
    else:
        why = _("C’est que beaucoup d’autres territoires sont presque aussi proches.")
    return f"{told} {why}"


def tell_kept(member: Member) -> str:
    """How often a member comes back."""
    if member.kept >= 0.9:
        return _("presque toujours là")
    if member.kept >= 0.6:
        return _("souvent là")
    return _("parfois là")


def tell_band(twin: Twin) -> str:
    """The heading under which it stands: how near, beside what is usual in France."""
    return {
        "near": _("Très proches"),
        "usual": _("Proches"),
        "far": _("Plus éloignés que d’ordinaire"),
    }[twin.band]


def tell_near(shelf: Shelf, twin: Twin) -> str:
    """Name what brings together."""
    return ", ".join(_name(shelf, one) for one in twin.near)


def tell_apart(shelf: Shelf, twin: Twin, own: dict[str, float | None]) -> str:
    """Name what sets apart, with both figures."""
    said = [_apart(shelf, twin, one, own.get(one.indicator)) for one in twin.apart]
    return ", ".join(said)


def _apart(shelf: Shelf, twin: Twin, one: Contribution, own: float | None) -> str:
    rank, place = shelf.slugs.index(one.indicator), shelf.codes.index(twin.code)
    unit = shelf.indicators[one.indicator].unit
    return _("%(name)s (%(other)s contre %(own)s)") % {
        "name": _name(shelf, one),
        "other": format_figure(unit, float(shelf.values[place, rank])),
        "own": format_figure(unit, own),
    }


def _name(shelf: Shelf, one: Contribution) -> str:
    return shown(shelf.indicators[one.indicator].name)


def tell_differences(portrait: Portrait) -> list[str]:
    """Say where the subject is not like its family, the clearest first."""
    apart = [line for line in portrait.lines if line.place in {"above", "below"}]
    apart.sort(key=lambda line: -abs(line.gap))
    return [_beside_family(line) for line in apart[:MOST_TOLD]]


def _beside_family(line: Line) -> str:
    words = {
        "name": line.figure.name,
        "value": line.figure.text,
        "band": line.band_text,
    }
    if line.place == "above":
        return _("%(name)s : %(value)s, plus que la plupart de ses semblables (%(band)s).") % words
    return _("%(name)s : %(value)s, moins que la plupart de ses semblables (%(band)s).") % words


def tell_country(portrait: Portrait) -> list[str]:
    """Say where the subject is not like the country, the clearest first."""
    apart = [line for line in portrait.lines if abs(line.country_gap) >= CLEAR_GAP]
    apart.sort(key=lambda line: -abs(line.country_gap))
    return [
        _("%(name)s : %(value)s, contre %(country)s dans toute la France.")
        % {
            "name": line.figure.name,
            "value": line.figure.text,
            "country": line.country.text if line.country else "",
        }
        for line in apart[:MOST_TOLD]
    ]


def tell_likeness(portrait: Portrait) -> str:
    """Count what is in the band of the family."""
    said = [line for line in portrait.lines if line.place]
    among = sum(line.place == "among" for line in said)
    if not said:
        return ""
    return ngettext(
        "%(among)s indicateur sur %(total)s est dans l’ordinaire de sa famille.",
        "%(among)s indicateurs sur %(total)s sont dans l’ordinaire de sa famille.",
        among,
    ) % {"among": among, "total": len(said)}
