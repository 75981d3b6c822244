"""The tables of a domain are created at once, and removed the other way round."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from terreau.core.table_creation import CreateModels

KEY = ("id", models.BigAutoField(primary_key=True))


def two_tied_models() -> CreateModels:
    hen = [KEY, ("egg", models.ForeignKey("core.Egg", models.CASCADE, related_name="+"))]
    egg = [KEY, ("hens", models.ManyToManyField("core.Hen", related_name="+"))]
    return CreateModels(
        [migrations.CreateModel("Hen", fields=hen), migrations.CreateModel("Egg", fields=egg)]
    )


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name[:8] in KNOWN}


KNOWN = {"core_hen", "core_egg"}


@pytest.mark.django_db(transaction=True)
def test_models_that_point_to_each_other_are_created_and_removed():
    operation, before = two_tied_models(), ProjectState()
    after = before.clone()
    operation.state_forwards("core", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("core", editor, before, after)
    assert tables() == {"core_hen", "core_egg", "core_egg_hens"}
    with connection.schema_editor() as editor:
        operation.database_backwards("core", editor, after, before)
    assert tables() == set()


def test_the_classes_are_built_once_the_state_holds_all_of_them():
    state = ProjectState()
    built_before = state.apps
    two_tied_models().state_forwards("core", state)
    assert state.apps is not built_before
    assert state.apps.get_model("core.Hen")._meta.get_field("egg").related_model._meta.label == (
        "core.Egg"
    )


def test_it_says_what_it_does():
    assert two_tied_models().describe() == "Create 2 models"
