"""Keep Python's search for reference cycles out of long batches.

A batch of an import makes hundreds of thousands of short-lived objects, almost none in a cycle,
while the process holds a million others: searching them all again and again is a third of the
planning of a long file.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Search for cycles once, at the end of the batch, and among its own objects only."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        gc.enable()
