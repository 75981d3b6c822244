"""Say why a coalition leaves holes, and which wish to loosen to fill them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.experiments.coalition_names import SMALL, Names


def unsure_of(result: Mapping[str, Any]) -> dict[str, int]:
    """How many offers of the same nature were left out of each hole: far in meaning, to check."""
    told = result.get("left_out", {})
    return {
        one["piece"]: told.get(one["piece"], {}).get("unsure", 0)
        for one in result["pieces"]
        if one["missing"] > SMALL
    }


def say_missing(result: Mapping[str, Any], names: Names) -> tuple[str, ...]:
    """Name each hole that would stay, and why nobody fills it."""
    told = []
    for one in result["pieces"]:
        why = _why(one, result.get("left_out", {}).get(one["piece"], {}))
        if one["missing"] <= SMALL or not why:
            continue
        amount = names.amount(one["piece"], one["missing"])
        head = f"{names.title(one['piece'])} ({amount})" if amount else names.title(one["piece"])
        told.append(_("%(piece)s : %(why)s") % {"piece": head, "why": why})
    return tuple(told)


def _why(one: Mapping[str, Any], left_out: Mapping[str, int]) -> str:
    unsure, declined = left_out.get("unsure", 0), left_out.get("declined", 0)
    told = [_lack(one, unsure, declined)]
    if told[0] and unsure:
        told.append(
            ngettext(
                "%(n)d organisation en offre de même nature, à vérifier.",
                "%(n)d organisations en offrent de même nature, à vérifier.",
                unsure,
            )
            % {"n": unsure}
        )
    if told[0] and declined:
        told.append(
            ngettext(
                "%(n)d organisation a déjà décliné, ou s’est retirée.",
                "%(n)d organisations ont déjà décliné, ou se sont retirées.",
                declined,
            )
            % {"n": declined}
        )
    return " ".join(told)


def _lack(one: Mapping[str, Any], unsure: int, declined: int) -> str:
    if one["lack"] == "short":
        return _("toutes les offres réunies n’y suffisent pas.")
    if one["lack"] == "withheld":
        return _("existe, mais un de vos souhaits l’écarte.")
    if one["lack"] != "absent":
        return ""
    if unsure:
        return _("aucune offre n’en est assez proche.")
    if declined or one["pledged"] > SMALL:
        return _("personne d’autre ne l’offre dans le périmètre.")
    return _("n’existe nulle part dans le périmètre : personne ne l’offre.")


def say_relaxations(result: Mapping[str, Any], names: Names) -> tuple[str, ...]:
    """Say what each wish keeps out, the offers that are only of the same nature included."""
    told = [_relaxation(one, names) for one in result["relaxations"]]
    unsure = sum(unsure_of(result).values())
    if unsure:
        told.append(
            ngettext(
                "En retenant aussi les offres de même nature : %(n)d offre à vérifier.",
                "En retenant aussi les offres de même nature : %(n)d offres à vérifier.",
                unsure,
            )
            % {"n": unsure}
        )
    return tuple(told)


def _relaxation(one: Mapping[str, Any], names: Names) -> str:
    words = {
        "largest_world_share": _("Sans la limite de 60 % par monde"),
        "largest_actor_share": _("Sans la limite de 35 % par organisation"),
        "required_worlds": _("Sans exiger tous ces mondes"),
        "most_actors": _("Avec plus d’organisations"),
        "excluded_actors": _("Sans écarter %(names)s") % {"names": names.all(one["names"])},
        "no_single_point": _("Sans exiger deux porteurs par pièce indispensable"),
        "all of them": _("Sans aucune de ces limites"),
    }
    counted = {"limit": words[one["limit"]], "n": len(one["actors"])}
    left = names.left(one["missing"])
    if left:
        told = ngettext(
            "%(limit)s : %(n)d organisation en apporterait une partie.",
            "%(limit)s : %(n)d organisations en apporteraient une partie.",
            len(one["actors"]),
        )
        return f"{told % counted} {left}"
    told = ngettext(
        "%(limit)s : %(n)d organisation y suffit.",
        "%(limit)s : %(n)d organisations y suffisent.",
        len(one["actors"]),
    )
    return told % counted
