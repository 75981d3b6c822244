"""Two sheets become one: what both brought stays, and the way back exists."""

import pytest
from django.utils import timezone

from terreau.actors.actions.merging import merge_organisations, undo_merge
from terreau.actors.matching.choices import MergeChoices
from terreau.actors.models import OrganisationMerge
from terreau.actors.posture import Posture
from terreau.experiments.models import Contribution, Immersion, Sidestep
from terreau.experiments.puzzle_reading import read_piece
from tests.actors.factories import make_organisation, make_person, make_resource
from tests.experiments.factories import make_contribution, make_experiment, make_piece

pytestmark = pytest.mark.django_db
NOW = timezone.now


def test_two_contributions_to_one_piece_are_both_kept() -> None:
    staff = Posture(make_person("Sofia Admin", is_staff=True))
    kept, gone = make_organisation("Gardée"), make_organisation("Absorbée")
    experiment = make_experiment(None)
    piece = make_piece(experiment, quantity=10, unit="places")
    make_contribution(piece, kept, quantity=3)
    line = make_resource(gone, title="Places")
    make_contribution(piece, gone, "delivered", quantity=4, resource=line)
    Immersion.objects.create(experiment=experiment, visitor=kept, host=gone)
    Sidestep.objects.create(experiment=experiment, organisation=gone, promise="Ouvrir")
    versions = (kept.version, gone.version)
    choices = MergeChoices()
    merge_organisations(kept, gone, choices, by=staff, expected_versions=versions, now=NOW())
    rows = Contribution.objects.filter(piece=piece)
    assert {row.organisation for row in rows} == {kept}
    reading = read_piece(piece)
    assert (reading.brought, reading.promised) == (4, 3)
    assert Sidestep.objects.get().organisation == kept
    assert not Immersion.objects.exists()
    undo_merge(OrganisationMerge.objects.get(), by=staff, now=NOW())
    assert {row.organisation for row in rows.all()} == {kept, gone}
    assert Immersion.objects.get().host == gone
