"""Let the domains above add cards to the page of a partnership.

A domain above calls `register_section("support", build, order=50)` in its `AppConfig.ready`, where
`build(request, partnership)` returns a `Section`, or None when it has nothing to show, with a
number of queries that does not depend on the rows.
"""

from terreau.actors.extensions import SectionPoint
from terreau.partnerships.models import Partnership

_on_sheet = SectionPoint[Partnership]()
register_section, sections_of = _on_sheet.register, _on_sheet.build
