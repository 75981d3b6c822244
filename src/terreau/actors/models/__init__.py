"""The rows of the actors, told by object."""

from terreau.actors.models.contacts import OrganisationContact
from terreau.actors.models.domains import ActionDomain, DevelopmentGoal
from terreau.actors.models.mandates import Mandate
from terreau.actors.models.organisations import Organisation, OrganisationAlias

__all__ = [
    "ActionDomain",
    "DevelopmentGoal",
    "Mandate",
    "Organisation",
    "OrganisationAlias",
    "OrganisationContact",
]
