"""Create the tables of a domain at once.

Django creates them one by one and, before each, builds anew the class of every model that is tied
to it: with two hundred models tied to each other, a new database took a minute. Here the state
receives them all before any class is built.
"""

from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Create several models that may point to each other."""

    category = OperationCategory.ADDITION
    serialization_expand_args = ["models"]

    def __init__(self, models: list[CreateModel]):
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add them all to the state; the classes are built once, when next asked for."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        """Create the tables; what points to a table not yet there is tied at the end."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        """Remove the tables, the last one first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        """Never let an optimisation move anything across these tables."""
        return True

    def describe(self) -> str:
        """Say what is created."""
        return f"Create {len(self.models)} models"

    @property
    def migration_name_fragment(self) -> str:
        """Name a migration that does nothing else."""
        return "tables"
