"""Write the stored cells of some rows in the words of whoever reads them."""

from collections.abc import Iterable

from terreau.core.exchange.columns import CellError
from terreau.core.exchange.datasets import Dataset
from terreau.core.exchange.staging import show_text
from terreau.core.models import ImportRow


class Words:
    """The words of the cells of one page: its codes are asked to the dataset all at once."""

    def __init__(self, dataset: Dataset, rows: Iterable[ImportRow]):
        self.dataset = dataset
        self._said = dataset.speak_cells({cell for row in rows for cell in _cells_of(row)})

    def shown(self, name: str, stored: str) -> str:
        """Write one cell; what can no longer be read is shown as it is."""
        if said := self._said.get((name, stored)):
            return said
        try:
            return show_text(self.dataset, name, stored)
        except CellError:
            return stored


def _cells_of(row: ImportRow) -> Iterable[tuple[str, str]]:
    texts = ((name, text) for name, text in row.values.items() if isinstance(text, str))
    yield from texts
    for name, before, after in row.changes:
        yield from ((name, before), (name, after))
