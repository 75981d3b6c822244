"""Name an organisation or a territory in one line of text, and find it again from that line."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from terreau.actors.folding import fold
from terreau.actors.models import Organisation
from terreau.core.formats import join_clauses
from terreau.territories.models import Territory
from terreau.territories.search import find_territories

SEPARATOR = " · "
PROPOSED = 6


def refer_to(organisation: Organisation | None) -> str:
    """The name, with what tells it from its namesakes: its SIREN, else its commune."""
    if organisation is None:
        return ""
    more = organisation.siren or (organisation.place.name if organisation.place else "")
    return SEPARATOR.join(part for part in (organisation.name, more) if part)


def find_organisation(text: str, known: Iterable[Organisation] = ()) -> Organisation | None:
    """The organisation that a line names, or a refusal that proposes what to write.

    `known` are those already noted in the form: an untouched line always means the same one.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return None
    for one in known:
        if wanted in (refer_to(one), one.name):
            return one
    found = _candidates(wanted)
    exact = [one for one in found if refer_to(one) == wanted] or [
        one for one in found if fold(one.name) == fold(wanted)
    ]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    if not found:
        raise ValidationError(
            _(
                "Aucune fiche ne répond à « %(text)s ». Vérifiez le nom, ou créez d’abord la fiche "
                "de cette organisation."
            )
            % {"text": wanted[:80]}
        )
    raise ValidationError(
        _("Plusieurs fiches répondent à « %(text)s ». Recopiez la bonne : %(all)s.")
        % {"text": wanted[:80], "all": join_clauses(refer_to(one) for one in exact or found)}
    )


def _candidates(wanted: str) -> list[Organisation]:
    sheets = Organisation.objects.filter(merged_into=None).select_related("place")
    name, _separator, more = wanted.partition(SEPARATOR)
    if more.isdigit():
        return list(sheets.filter(siren=more)[:PROPOSED])
    if more:
        named = sheets.named_like(name).filter(place__name__iexact=more)
        return list(named[:PROPOSED])
    return list(sheets.filter(folded=fold(name))[:PROPOSED]) or list(
        sheets.named_like(name).order_by("name", "pk")[:PROPOSED]
    )


def refer_to_unit(unit: Territory | None) -> str:
    """The name of a territory, with its kind and its code."""
    return f"{unit.name}{SEPARATOR}{unit.get_kind_display()} {unit.code}" if unit else ""


def find_unit(text: str, known: Iterable[Territory] = ()) -> Territory | None:
    """The territory that a line names, or a refusal that proposes what to write."""
    wanted = " ".join(text.split())
    if not wanted:
        return None
    for unit in known:
        if wanted in (refer_to_unit(unit), unit.name):
            return unit
    name = wanted.partition(SEPARATOR)[0]
    found = find_territories(name, limit=PROPOSED)
    exact = [unit for unit in found if refer_to_unit(unit) == wanted] or [
        unit for unit in found if fold(unit.name) == fold(wanted)
    ]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    if not found:
        raise ValidationError(
            _("Aucun territoire ne répond à « %(text)s » : essayez un autre nom ou un code postal.")
            % {"text": wanted[:80]}
        )
    raise ValidationError(
        _("Plusieurs territoires répondent à « %(text)s ». Recopiez le vôtre : %(all)s.")
        % {"text": wanted[:80], "all": join_clauses(refer_to_unit(unit) for unit in exact or found)}
    )
