"""Who walks, and how they act together."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.browser.walker import Walker

SLUG = "agir-ensemble-charenton-saint-maurice"
FABRIC = f"/reseau/alliance/{SLUG}/"
BAKERY = "Boulangerie du Confluent (fictive)"
YOUTH = "Passerelle Jeunesse (fictive)"
PATIENCE = 120  # visits to a page whose computing goes on in the background


@dataclass
class Company:
    """The persons of one story on one screen: each signs in once and keeps their browser."""

    make: Callable[[], Walker]
    when: str
    visitors: str  # an organisation of elsewhere, which nobody here ever met
    walkers: dict[str, Walker] = field(default_factory=dict)

    def __call__(self, name: str, organisation: str = "") -> Walker:
        """Give somebody of the demo, who speaks for one of their organisations."""
        if name not in self.walkers:
            walker = self.walkers[name] = self.make()
            walker.sign_in(f"{name}@exemple.test")
            if organisation:
                walker.page.locator("details.posture > summary").click()
                posture = walker.page.locator("details.posture")
                posture.get_by_role("button", name=organisation).click()
        return self.walkers[name]

    def named(self, title: str) -> str:
        """Name what belongs to this screen: the three share one demo."""
        return f"{title}, {self.when}"


def wait_for(walker: Walker, address: str, words: str) -> None:
    """Come back until what is computed is there."""
    for _visit in range(PATIENCE):
        walker.page.goto(address)
        if words in walker.page.locator("main").inner_text():
            return
        walker.page.wait_for_timeout(300)
    raise AssertionError(f"{address}: « {words} » never came")


def conduct(walker: Walker, act: str | re.Pattern) -> None:
    """Press a button wherever the page puts it."""
    walker.page.get_by_role("button", name=act).first.click()
    walker.look()
