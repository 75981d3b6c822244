"""Fill the places of a template with what the sheet knows; what it does not is said in brackets."""

import datetime
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.actors.enums import ResourceNature
from terreau.core.formats import format_long_date, format_number
from terreau.core.verdicts import Refused
from terreau.partnerships.enums import FlowDirection
from terreau.partnerships.models import AgreementTemplate, Flow, Partnership, Party

SHIPPED_NAME = gettext_lazy("Convention simple")
SHIPPED = Path(__file__).with_name("model.md")
PLACES: dict[str, object] = {
    "nom": gettext_lazy("le nom du partenariat"),
    "parties": gettext_lazy("les parties, leur numéro et leur siège"),
    "action": gettext_lazy("ce que les parties font ensemble"),
    "categories": gettext_lazy("les catégories"),
    "portee": gettext_lazy("la portée"),
    "territoires": gettext_lazy("les territoires"),
    "domaines": gettext_lazy("les domaines"),
    "objectifs": gettext_lazy("les objectifs de chaque partie"),
    "apports": gettext_lazy("ce que chacune apporte et reçoit"),
    "debut": gettext_lazy("le début"),
    "fin": gettext_lazy("la fin prévue"),
    "revue": gettext_lazy("le rythme des revues"),
    "confidentialite": gettext_lazy("propriété des résultats et confidentialité"),
    "signatures": gettext_lazy("une ligne de signature par partie"),
    "date": gettext_lazy("le jour où le texte est écrit"),
}
_PLACE = re.compile(r"\{([^{}\n]{1,40})\}")
_TITLES = re.compile(r"^[ ]{0,3}(#{1,6}[ \t]+|[=-]{2,}[ \t]*$)", re.M)
_MARKS = re.compile(r"([\\`*_\[\]<>#])")


def shipped_template() -> AgreementTemplate:
    """Give the template that comes with Terreau, until the instance writes its own in its place."""
    return AgreementTemplate(name=str(SHIPPED_NAME), text=SHIPPED.read_text(encoding="utf-8"))


def offered_templates() -> list[AgreementTemplate]:
    """List the templates of the instance that are offered; the shipped one when it has none."""
    kept = list(AgreementTemplate.objects.order_by("name"))
    offered = [one for one in kept if one.is_offered]
    return offered or [shipped_template()]


def unknown_places(text: str) -> list[str]:
    """List the places that a template names and no sheet can fill."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in PLACES]


def require_known_places(text: str) -> None:
    """Refuse a template that names a place that does not exist."""
    unknown = unknown_places(text)
    if unknown:
        raise Refused(
            _("Ces repères n’existent pas : %(unknown)s. Ceux que la fiche remplit : %(known)s.")
            % {
                "unknown": ", ".join(f"{{{name}}}" for name in unknown),
                "known": ", ".join(f"{{{name}}}" for name in PLACES),
            }
        )


def fill_template(text: str, partnership: Partnership, today: datetime.date) -> str:
    """Write a template with the words of a partnership; they bring no title of their own."""
    parties = list(
        partnership.parties.current()
        .select_related("organisation__place")
        .prefetch_related("objectives", "flows")
        .order_by("pk")
    )
    writers: Mapping[str, Callable[[], str]] = {
        "nom": lambda: plain(partnership.title),
        "parties": lambda: _list(_party(one) for one in parties),
        "action": lambda: prose(partnership.action) or missing(_("l’action commune")),
        "categories": lambda: _names(partnership.categories.all()) or missing(_("catégories")),
        "portee": lambda: _names(partnership.scopes.all()) or missing(_("portée")),
        "territoires": lambda: _names(partnership.territories.all()) or missing(_("territoires")),
        "domaines": lambda: _names(partnership.domains.all()) or missing(_("domaines")),
        "objectifs": lambda: _list(_objectives(one) for one in parties),
        "apports": lambda: "\n\n".join(_flows(one) for one in parties),
        "debut": lambda: _day(partnership.starts_on, _("date de début")),
        "fin": lambda: _day(partnership.ends_on, _("date de fin")),
        "revue": lambda: _rhythm(partnership),
        "confidentialite": lambda: (
            prose(partnership.confidentiality)
            or missing(_("à qui appartiennent les résultats, ce qui reste confidentiel"))
        ),
        "signatures": lambda: _list(
            _("Pour %(name)s, nom, fonction et signature : ……………………")
            % {"name": plain(one.organisation.name)}
            for one in parties
        ),
        "date": lambda: format_long_date(today),
    }
    return _PLACE.sub(lambda found: writers[found[1]]() if found[1] in writers else found[0], text)


def plain(text: str) -> str:
    """Take the mark-up out of what a person typed on the sheet.

    >>> plain("R*D* #1")
    'R\\\\*D\\\\* \\\\#1'
    """
    return _MARKS.sub(r"\\\1", text.strip())


def prose(text: str) -> str:
    """Keep the emphasis and the lists of a longer text, but none of its titles."""
    return _TITLES.sub("", text.strip())


def missing(what: str) -> str:
    """Say in the text itself what is still to be written."""
    return _("(à compléter : %(what)s)") % {"what": what}


def _list(lines) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _names(rows) -> str:
    return ", ".join(plain(str(row)) for row in rows)


def _party(party: Party) -> str:
    organisation = party.organisation
    told = [f"**{plain(organisation.name)}**"]
    number = organisation.siret or organisation.siren or organisation.rna
    if number:
        told.append(_("numéro %(number)s") % {"number": number})
    seat = organisation.address or (str(organisation.place) if organisation.place else "")
    if seat:
        told.append(plain(seat))
    if party.role:
        told.append(plain(party.role))
    return ", ".join(told)


def _objectives(party: Party) -> str:
    told = [
        f"{one.get_objective_display()} ({plain(one.detail)})"
        if one.detail
        else str(one.get_objective_display())
        for one in party.objectives.all()
    ]
    said = ", ".join(told) or missing(_("objectifs"))
    return _("%(name)s : %(objectives)s.") % {
        "name": plain(party.organisation.name),
        "objectives": said,
    }


def _flows(party: Party) -> str:
    parts = []
    for direction, word in (
        (FlowDirection.GIVES, _("apporte")),
        (FlowDirection.RECEIVES, _("reçoit")),
    ):
        lines = [_flow(one) for one in party.flows.all() if one.direction == direction]
        head = f"**{plain(party.organisation.name)}** {word} :"
        parts.append(f"{head}\n\n{_list(lines or [_('(à dire par la partie)')])}")
    return "\n\n".join(parts)


def _flow(flow: Flow) -> str:
    told = plain(flow.title)
    if flow.quantity is not None:
        whole = flow.quantity == flow.quantity.to_integral_value()
        number = format_number(flow.quantity, 0 if whole else 2)
        told += f", {number} {plain(flow.unit)}".rstrip()
    if flow.value_eur is None:
        return told
    amount = format_number(flow.value_eur)
    if flow.nature == ResourceNature.FINANCIAL:
        return told + _(", %(amount)s € en argent") % {"amount": amount}
    return told + _(", valorisé %(amount)s € (%(method)s)") % {
        "amount": amount,
        "method": plain(flow.value_method),
    }


def _day(date, what: str) -> str:
    return format_long_date(date) if date else missing(what)


def _rhythm(partnership: Partnership) -> str:
    months = partnership.review_months
    if not months:
        return missing(_("rythme des revues"))
    return ngettext("chaque mois", "tous les %(months)d mois", months) % {"months": months}
