"""The rows of the actors, told by object."""

from terreau.actors.models.contacts import OrganisationContact
from terreau.actors.models.domains import ActionDomain, DevelopmentGoal
from terreau.actors.models.mandates import Mandate
from terreau.actors.models.networks import ExternalSeat, NetworkMembership
from terreau.actors.models.numbers import OrganisationNumber
from terreau.actors.models.organisations import Organisation, OrganisationAlias
from terreau.actors.models.positions import Position
from terreau.actors.models.resources import Competence, Resource
from terreau.actors.models.sources import Source

__all__ = [
    "ActionDomain",
    "Competence",
    "DevelopmentGoal",
    "ExternalSeat",
    "Mandate",
    "NetworkMembership",
    "Organisation",
    "OrganisationAlias",
    "OrganisationContact",
    "OrganisationNumber",
    "Position",
    "Resource",
    "Source",
]
