"""What each domain adds to the small France of the tests."""

from terreau.alliances.models import Alliance
from tests.scenario_crossing import fill_crossing
from tests.scenario_dialogues import fill_dialogues
from tests.scenario_events import fill_events
from tests.scenario_experiments import fill_experiments
from tests.scenario_fabric import fill_fabric
from tests.scenario_indicators import fill_indicators
from tests.scenario_partnerships import fill_partnerships
from tests.scenario_perceptions import fill_perceptions
from tests.scenario_support import fill_support


def fill_domains(scenario, alliance: Alliance) -> None:
    """Fill the alliance that is not public, the lower domains first."""
    domains = (fill_dialogues, fill_events, fill_experiments, fill_fabric)
    fill_indicators(scenario)
    diagnoses = (fill_perceptions, fill_crossing)
    for fill in (*domains, fill_partnerships, fill_support, *diagnoses):
        fill(scenario, alliance)
