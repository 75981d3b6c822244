"""The proof of the weaving: meet, try together, found two partnerships, see the web they make."""

import pytest

from tests.browser.weaving.company import Company
from tests.browser.weaving.fabric import read_the_genealogy, see_one_leave
from tests.browser.weaving.meeting import meet
from tests.browser.weaving.partnering import found_two, review_blind
from tests.browser.weaving.trial import try_together

pytestmark = pytest.mark.browser
# The three screens share one demo: each has its own hour, and its own visitors.
MOMENTS = {
    "phone": ("au matin", "Le Comptoir des Liens (fictif)"),
    "desktop": ("à midi", "Le Relais des Âges (fictif)"),
    "desktop-without-scripts": ("au soir", "Numérique en Chemin (fictif)"),
}


def test_from_a_meeting_to_partnerships_and_the_web_they_make(way, screen: str) -> None:
    company = Company(way, *MOMENTS[screen])
    meeting = meet(company)
    experiment = try_together(company)
    first, second = found_two(company, experiment, meeting)
    review_blind(company, first)
    titles = ("Se rencontrer", "Un atelier de cuisine", "Un fournil pour apprendre")
    read_the_genealogy(company, first, tuple(map(company.named, titles)))
    see_one_leave(company, second)
