"""Let the domains above add cards to the page of an experiment.

A domain above calls `register_section("partnerships", build, order=30)` in its `AppConfig.ready`,
where `build(request, experiment)` returns a `Section`, or None when it has nothing to show, with a
number of queries that does not depend on the rows.
"""

from terreau.actors.extensions import SectionPoint
from terreau.experiments.models import Experiment

_on_sheet = SectionPoint[Experiment]()
register_section, sections_of = _on_sheet.register, _on_sheet.build
