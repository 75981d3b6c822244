"""The words of a campaign: what its author writes, and what each address receives."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.enums_campaigns import CampaignKind
from terreau.actors.models import Campaign, CampaignTarget
from terreau.core.formats import format_long_date

_PLACE = re.compile(r"\{([^{}\s]*)\}")
LINK = "lien"
PLACES = {
    "structure": gettext_lazy("le nom de la structure"),
    "commune": gettext_lazy("la commune de son siège"),
    "lien": gettext_lazy("l’adresse personnelle, obligatoire"),
    "fin": gettext_lazy("le dernier jour pour répondre"),
}
_DEFAULTS = {
    CampaignKind.REVIEW: (
        gettext_lazy("Votre fiche dans l’annuaire est-elle juste ?"),
        gettext_lazy(
            "Bonjour,\n\n"
            "Nous tenons un annuaire ouvert des acteurs du territoire. {structure} y figure.\n\n"
            "Pouvez-vous vérifier que tout est juste ? Trois minutes suffisent, sur un téléphone "
            "aussi, sans compte ni mot de passe :\n\n"
            "{lien}\n\n"
            "Ce lien vous est personnel et s’ouvre jusqu’au {fin}.\n\n"
            "Merci de garder cet annuaire vivant."
        ),
    ),
    CampaignKind.INFORMATION: (
        gettext_lazy("Vos coordonnées professionnelles dans un annuaire"),
        gettext_lazy(
            "Bonjour,\n\n"
            "Votre nom et vos coordonnées professionnelles sont notés dans l’annuaire des acteurs "
            "du territoire, pour {structure}. Seules les personnes qui ont un compte les voient ; "
            "elles servent à vous joindre pour des partenariats.\n\n"
            "Vous pouvez les consulter, savoir d’où elles viennent et vous y opposer, en un clic "
            "et sans donner de raison :\n\n"
            "{lien}\n\n"
            "Sans réponse de votre part, rien ne change. Vous pouvez aussi saisir la CNIL "
            "(www.cnil.fr)."
        ),
    ),
}


@dataclass(frozen=True)
class Letter:
    """One message ready to leave: its words, and the address that stops the next ones."""

    subject: str
    body: str
    stop_address: str


def default_words(kind: str) -> tuple[str, str]:
    """A title and a message to start from."""
    title, message = _DEFAULTS[CampaignKind(kind)]
    return str(title), str(message)


def faults_of(message: str) -> list[str]:
    """Say what is wrong with the placeholders of a message, in full sentences."""
    used = _PLACE.findall(message)
    faults = [
        _("« {%(name)s} » n’est pas un repère connu. Repères possibles : %(known)s.")
        % {"name": name, "known": ", ".join(f"{{{place}}}" for place in PLACES)}
        for name in dict.fromkeys(used)
        if name not in PLACES
    ]
    if LINK not in used:
        faults.append(_("Il manque {lien} : sans lui, personne ne peut répondre. Ajoutez-le."))
    return faults


def write_letter(
    campaign: Campaign,
    targets: Sequence[CampaignTarget],
    addresses: Sequence[str],
    *,
    stop_address: str = "",
    is_reminder: bool = False,
) -> Letter:
    """Fill the message in for one address; several structures at one address make one message."""
    names = [target.organisation.name for target in targets]
    places = dict.fromkeys(
        str(target.organisation.place.name) for target in targets if target.organisation.place
    )
    if len(targets) == 1:
        links = addresses[0]
    else:
        links = "\n".join(
            f"- {name} :\n  {address}" for name, address in zip(names, addresses, strict=True)
        )
    values = {
        "structure": _listed(names),
        "commune": _listed(list(places)) or _("commune inconnue"),
        LINK: links,
        "fin": spoken_day(campaign.closes_on),
    }
    body = _PLACE.sub(lambda match: values.get(match[1], match[0]), campaign.message)
    subject = _("Rappel : %(title)s") % {"title": campaign.title} if is_reminder else campaign.title
    return Letter(" ".join(subject.split()), f"{body}\n\n{_foot(stop_address)}", stop_address)


def _foot(stop_address: str) -> str:
    if not stop_address:
        return ""
    return _(
        "--\nVous recevez ce message parce que cette adresse est celle d’une structure de "
        "l’annuaire. Pour ne plus en recevoir : %(address)s"
    ) % {"address": stop_address}


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def spoken_day(day: datetime.date) -> str:
    """Say a day as a letter does."""
    return format_long_date(day)
