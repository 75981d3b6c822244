"""The pages of one experiment."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from terreau.experiments.models import Experiment

TABS = (
    (_("Le puzzle"), "detail"),
    (_("Récit et petits pas"), "story"),
    (_("Vis ma vie"), "immersions"),
    (_("Mesure et preuve"), "proof"),
    (_("Décisions"), "decisions"),
)


def page_of(experiment: Experiment, name: str = "detail") -> str:
    """Give the address of one of its pages."""
    return reverse(f"experiments:{name}", args=[experiment.uuid])


def tabs_of(experiment: Experiment, current: str) -> list[tuple]:
    """Give what `{% tabs %}` shows."""
    return [(label, page_of(experiment, name), name == current) for label, name in TABS]
