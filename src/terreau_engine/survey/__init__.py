"""Survey: what a few answers say of many, with the doubt that goes with it."""

from terreau_engine.survey.estimates import MeanEstimate, estimate_mean
from terreau_engine.survey.weights import group_weights

__all__ = ["MeanEstimate", "estimate_mean", "group_weights"]
