"""What is left of the time that a search was given."""

from time import perf_counter


class Clock:
    """Counts down from its making, on the clock of the wall."""

    def __init__(self, seconds: float) -> None:
        self.ends = perf_counter() + seconds

    @property
    def left(self) -> float:
        """Tell how many seconds are left, 0 when the time is up."""
        return max(0.0, self.ends - perf_counter())
