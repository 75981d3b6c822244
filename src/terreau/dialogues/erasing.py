"""Take out of the dialogues whoever asked to be erased: voices still count, names go.

Addresses go everywhere; a name or a telephone, in a text that names its organisation.
"""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from terreau.actors.scrubbing import Traces, scrub_table

# Texts that may not be empty: what said only a name says that it was erased.
_NEEDED = ("text", "title", "label", "question")


def erase_from_dialogues(traces: Traces) -> int:
    """Clean every text of the dialogues; return how many rows changed."""
    changed = 0
    for model in apps.get_app_config("dialogues").get_models():
        cleaned = scrub_table(model, traces)
        if cleaned:
            _say_erased(model)
        changed += cleaned
    return changed


def _say_erased(model: type[models.Model]) -> None:
    for field in model._meta.local_concrete_fields:
        if field.name in _NEEDED and not field.blank:
            rows = model._base_manager.filter(**{field.name: ""})
            rows.update(**{field.name: _("texte effacé")})
