"""The rows of the actors, told by object."""

from terreau.actors.models.campaigns import Campaign, CampaignTarget, SheetLink, SheetReview
from terreau.actors.models.changes import SheetChange, SheetTombstone
from terreau.actors.models.contacts import OrganisationContact
from terreau.actors.models.directory import (
    DirectoryEntry,
    MeaningVector,
    SavedView,
    SearchPosting,
    SearchWord,
)
from terreau.actors.models.domains import ActionDomain, DevelopmentGoal
from terreau.actors.models.mandates import Mandate
from terreau.actors.models.matching import (
    DuplicatePair,
    MatchWord,
    OrganisationMatchKey,
    OrganisationMerge,
)
from terreau.actors.models.networks import ExternalSeat, NetworkMembership
from terreau.actors.models.numbers import OrganisationNumber
from terreau.actors.models.objections import Objection, ObjectionRequest
from terreau.actors.models.organisations import Organisation, OrganisationAlias
from terreau.actors.models.positions import Position
from terreau.actors.models.resources import Competence, Resource
from terreau.actors.models.sources import Source

__all__ = [
    "ActionDomain",
    "Campaign",
    "CampaignTarget",
    "Competence",
    "DevelopmentGoal",
    "DirectoryEntry",
    "DuplicatePair",
    "ExternalSeat",
    "Mandate",
    "MatchWord",
    "MeaningVector",
    "NetworkMembership",
    "Objection",
    "ObjectionRequest",
    "Organisation",
    "OrganisationAlias",
    "OrganisationContact",
    "OrganisationMatchKey",
    "OrganisationMerge",
    "OrganisationNumber",
    "Position",
    "Resource",
    "SavedView",
    "SearchPosting",
    "SearchWord",
    "SheetChange",
    "SheetLink",
    "SheetReview",
    "SheetTombstone",
    "Source",
]
