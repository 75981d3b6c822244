"""Long work of the experiments, run by the job frame."""

from terreau.experiments.tasks import coalitions, meanings

__all__ = ["coalitions", "meanings"]
