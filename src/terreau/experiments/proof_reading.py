"""Say what the measures tell and what they do not, and where the proof of concept stands."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.experiments.enums import Comparison
from terreau.experiments.models import Measurement, ProofCriterion, Protocol
from terreau.experiments.puzzle_reading import plain_quantity


def say_progress(protocol: Protocol, measures: Sequence[Measurement]) -> str:
    """Compare the last measure with what the protocol said it would be held against."""
    own = [one for one in measures if not one.is_comparison]
    if not own:
        return _("Rien n’est encore mesuré.")
    last = own[-1]
    value = say_value(last.value, protocol.unit)
    told = [
        _("Dernière mesure, %(when)s : %(value)s (base : %(base)s).")
        % {"when": last.on, "value": value, "base": last.base}
    ]
    if protocol.baseline is None:
        told.append(_("La valeur de départ est inconnue : le chemin parcouru l’est aussi."))
    else:
        told.append(
            _("Au départ : %(value)s.") % {"value": say_value(protocol.baseline, protocol.unit)}
        )
    if protocol.target is not None:
        told.append(_("Cible : %(value)s.") % {"value": say_value(protocol.target, protocol.unit)})
    others = [one for one in measures if one.is_comparison]
    if others:
        told.append(
            _("Groupe de comparaison, %(when)s : %(value)s (base : %(base)s).")
            % {
                "when": others[-1].on,
                "value": say_value(others[-1].value, protocol.unit),
                "base": others[-1].base,
            }
        )
    elif protocol.comparison == Comparison.NONE:
        told.append(_("Sans comparaison, on ne sait pas si l’essai en est la cause."))
    elif protocol.comparison == Comparison.SIMILAR:
        told.append(_("Le groupe de comparaison n’est pas encore mesuré."))
    return " ".join(told)


def say_value(value: Decimal, unit: str) -> str:
    """Write a value with its unit."""
    return plain_quantity(value, unit)


def say_proof(criteria: Sequence[ProofCriterion]) -> str:
    """Say how many criteria are met, out of those that were judged and of all."""
    if not criteria:
        return ""
    met = sum(one.is_met is True for one in criteria)
    judged = sum(one.is_met is not None for one in criteria)
    if judged < len(criteria):
        return _("%(met)d sur %(all)d remplis, %(left)d à juger : la preuve n’est pas faite.") % {
            "met": met,
            "all": len(criteria),
            "left": len(criteria) - judged,
        }
    if met == len(criteria):
        return ngettext(
            "Preuve de concept : le critère est rempli.",
            "Preuve de concept : les %(all)d critères sont remplis.",
            met,
        ) % {"all": met}
    return ngettext(
        "%(met)d critère rempli sur %(all)d : la preuve n’est pas faite.",
        "%(met)d critères remplis sur %(all)d : la preuve n’est pas faite.",
        met,
    ) % {"met": met, "all": len(criteria)}
