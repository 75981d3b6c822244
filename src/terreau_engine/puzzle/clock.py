"""What is left of the time of a search, without looking at any clock of the machine."""


class Clock:
    """Counts down what the solver says that it took, and what the rest is known to take.

    A part of it ends with the whole, and what a part spends is spent for the whole.
    """

    def __init__(self, seconds: float, whole: "Clock | None" = None) -> None:
        self._left, self._whole = seconds, whole

    @property
    def left(self) -> float:
        """Tell how many seconds are left, 0 when the time is up."""
        left = max(0.0, self._left)
        return left if self._whole is None else min(left, self._whole.left)

    def part(self, seconds: float) -> "Clock":
        """Give at most so many of the seconds that are left."""
        return Clock(seconds, self)

    def spend(self, seconds: float) -> None:
        """Take what some work took."""
        self._left -= seconds
        if self._whole is not None:
            self._whole.spend(seconds)
