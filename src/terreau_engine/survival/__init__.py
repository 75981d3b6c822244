"""Survival: how long things last when some of them are still going on."""

from terreau_engine.survival.kaplan_meier import SurvivalCurve, SurvivalStep, kaplan_meier

__all__ = ["SurvivalCurve", "SurvivalStep", "kaplan_meier"]
