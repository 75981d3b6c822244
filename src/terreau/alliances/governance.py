"""Forms of governance side by side, and when the question may be put (R2)."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.alliances.enums import GovernanceForm
from terreau.alliances.models import Alliance


@dataclass(frozen=True)
class FormFacts:
    """What one form is, who decides in it, when it helps and what it asks."""

    form: GovernanceForm
    what: Any
    who_decides: Any
    helps: Any
    asks: Any


FORMS = (
    FormFacts(
        GovernanceForm.INFORMAL,
        _("Aucune personne morale : des rencontres, quelques règles du jeu écrites."),
        _("Chacun ; les facilitateurs animent, personne ne possède."),
        _("Au début, et aussi longtemps que cela suffit : elle reste valable toujours."),
        _("Une structure membre abrite l’argent et les contrats, s’il y en a."),
    ),
    FormFacts(
        GovernanceForm.CHARTER,
        _("Un contrat de confiance signé par les membres, qu’on relit et qu’on reprend."),
        _("Les signataires, selon ce qu’ils y ont écrit."),
        _("Pour dire à quoi l’on s’engage, sans créer de structure."),
        _("Du temps pour l’écrire à plusieurs ; elle n’emploie ni ne contracte."),
    ),
    FormFacts(
        GovernanceForm.ASSOCIATION,
        _("Une personne morale simple à créer (loi de 1901)."),
        _("L’assemblée des adhérents, puis les instances prévues par les statuts."),
        _("Pour recevoir des fonds et employer sans partager de bénéfices."),
        _("Des statuts, une vie d’instances ; attention à ne pas y perdre la diversité."),
    ),
    FormFacts(
        GovernanceForm.SCIC,
        _("Une société coopérative à capital variable, SA, SAS ou SARL (loi de 2001)."),
        _(
            "Trois catégories de membres au moins, dont les salariés ou producteurs et les "
            "usagers ; une personne, une voix, ou des collèges."
        ),
        _("Quand une activité économique se vit à plusieurs mondes, collectivités comprises."),
        _(
            "57,5 % au moins des résultats vont aux réserves ; les collectivités tiennent au plus "
            "la moitié du capital."
        ),
    ),
    FormFacts(
        GovernanceForm.PTCE,
        _(
            "Un pôle qui réunit, sur un territoire, entreprises de l’économie sociale et autres "
            "entreprises, avec collectivités, recherche et formation (loi de 2014)."
        ),
        _("Selon la forme choisie : un PTCE n’a pas de statut juridique à lui."),
        _("Pour une stratégie commune et continue de coopération économique."),
        _("Un appel à projets pour être reconnu ; tous ceux d’un registre ne vivent pas."),
    ),
    FormFacts(
        GovernanceForm.FOUNDATION,
        _(
            "Des fonds réunis pour un territoire : fondation reconnue, abritée ou d’entreprise, "
            "ou fonds de dotation. « Fondation territoriale » n’est pas défini par la loi."
        ),
        _("Un conseil pluriel ; chacun déclare ses intérêts et s’abstient s’il le faut."),
        _("Pour financer durablement beaucoup de causes d’un même lieu."),
        _("Une dotation, un contrôle, et une règle claire pour choisir les projets."),
    ),
    FormFacts(
        GovernanceForm.GIP,
        _("Une personne morale de droit public, par convention entre membres."),
        _("Une assemblée où les membres publics tiennent la majorité."),
        _("Quand l’État et les collectivités portent ensemble une mission longue."),
        _("Une convention approuvée par l’État, et des règles publiques de gestion."),
    ),
)


def started_on(alliance: Alliance) -> datetime.date:
    """The first day of the dynamic, or else the day it was opened here."""
    if alliance.started_on:
        return alliance.started_on.start
    return timezone.localdate(alliance.opened_at)


def governance_prompt(alliance: Alliance, today: datetime.date) -> bool:
    """Tell whether the anniversary at which the question is worth putting has come."""
    if alliance.governance_raised_on:
        return False
    begun = started_on(alliance)
    years = today.year - begun.year - ((today.month, today.day) < (begun.month, begun.day))
    return years >= settings.TERREAU_GOVERNANCE_YEAR
