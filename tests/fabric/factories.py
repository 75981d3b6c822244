"""Make what the fabric reads: encounters, contributions, partnerships, imported ties.

The factories write the rows of the other domains directly: the fabric only reads them.
"""

import datetime
import itertools

from django.utils import timezone

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance, Membership
from terreau.core.partial_dates import PartialDate
from terreau.events.models import Encounter, Event
from terreau.experiments.models import Contribution, Experiment, Piece
from terreau.fabric.models import ImportedNetwork, ImportedTie
from terreau.partnerships.models import Partnership, Party
from tests.actors.factories import make_organisation

_numbers = itertools.count(1)
MET = datetime.date(2025, 3, 10)


def make_member(alliance: Alliance, name: str, world: str = "general_interest", **fields):
    """Make an organisation that is a member of the alliance."""
    organisation = make_organisation(name, world=world, **fields)
    Membership.objects.create(
        alliance=alliance, organisation=organisation, joined_on=datetime.date(2025, 1, 6)
    )
    return organisation


def make_event(alliance: Alliance, title: str = "Rencontre annuelle", **fields) -> Event:
    """Make a meeting that was held."""
    starts_at = fields.pop("starts_at", timezone.now() - datetime.timedelta(days=200))
    values = {
        "kind": "matchmaking",
        "state": "held",
        "starts_at": starts_at,
        "ends_at": starts_at + datetime.timedelta(hours=3),
        "posture": "Bastien Roy",
        "code": f"F{next(_numbers)}",
        **fields,
    }
    return Event.objects.create(alliance=alliance, title=title, **values)


def make_encounter(
    event: Event, first: Organisation, second: Organisation, *, met_on=MET, is_first_time=True
) -> Encounter:
    """Make two organisations meet."""
    low, high = sorted((first, second), key=lambda one: one.pk)
    return Encounter.objects.create(
        event=event, first=low, second=high, met_on=met_on, is_first_time=is_first_time
    )


def make_experiment(
    alliance: Alliance | None, *organisations: Organisation, title="Un vélo partagé", **fields
) -> Experiment:
    """Make an experiment to which each of these brings one piece."""
    values = {"question": "Et si ?", "nature": "innovation", "posture": "Bastien Roy", **fields}
    pledged_at = values.pop("pledged_at", timezone.now() - datetime.timedelta(days=150))
    experiment = Experiment.objects.create(alliance=alliance, title=title, **values)
    for organisation in organisations:
        piece = Piece.objects.create(experiment=experiment, title="Local", nature="premises")
        Contribution.objects.create(
            piece=piece,
            organisation=organisation,
            state="pledged",
            pledged_at=pledged_at,
            posture="Bastien Roy",
        )
    return experiment


def make_partnership(
    alliance: Alliance | None, *organisations: Organisation, title="Ensemble", **fields
) -> Partnership:
    """Make a partnership of these, agreed, born of the alliance."""
    values = {
        "stage": "steering",
        "level": "regular",
        "starts_on": PartialDate("2025-06"),
        "posture": "Bastien Roy",
        "is_public": False,
        **fields,
    }
    partnership = Partnership.objects.create(title=title, **values)
    if alliance:
        partnership.alliances.add(alliance)
    for organisation in organisations:
        Party.objects.create(partnership=partnership, organisation=organisation)
    return partnership


def make_imported(alliance: Alliance, *pairs, name="Carnet 2019", **fields) -> ImportedNetwork:
    """Make an imported network that was confirmed."""
    values = {"posture": "Bastien Roy", "confirmed_at": timezone.now(), **fields}
    network = ImportedNetwork.objects.create(alliance=alliance, name=name, **values)
    for first, second in pairs:
        ImportedTie.objects.create(network=network, first=first, second=second)
    return network
