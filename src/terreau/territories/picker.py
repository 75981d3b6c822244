"""What the search slice of a territory field shows, in the form and through htmx alike."""

from dataclasses import dataclass

from terreau.territories.models import Territory
from terreau.territories.perimeters import PerimeterSummary, describe_perimeter
from terreau.territories.search import find_territories
from terreau.territories.tokens import read_tokens


@dataclass(frozen=True)
class Picker:
    """A field's name, what is chosen, what was searched and what answers."""

    name: str
    text: str
    chosen: list[Territory]
    found: list[Territory]
    is_single: bool
    kinds: str
    summary: PerimeterSummary | None

    @property
    def is_empty_answer(self) -> bool:
        """Whether something was searched in vain."""
        return bool(self.text) and not self.found


def build_picker(
    name: str,
    *,
    tokens: list[str],
    text: str = "",
    kinds: tuple[str, ...] = (),
    is_single: bool = False,
) -> Picker:
    """Gather what is chosen and what answers; successors of obsolete codes are proposed."""
    read = read_tokens(tokens)
    chosen = read.territories
    if is_single and chosen:
        chosen = chosen[-1:]
    found = list(read.proposals)
    if text:
        more = find_territories(text, kinds=kinds or None, limit=8)
        found += [unit for unit in more if unit not in found]
    found = [unit for unit in found if unit not in chosen]
    summary = describe_perimeter(chosen) if chosen and not is_single else None
    return Picker(name, text, chosen, found, is_single, ",".join(kinds), summary)
