"""Refusals of the engine: one tree, and each says what to do next."""


class EngineRefusal(ValueError):
    """The engine was given what it cannot answer."""


class UnknownAnswer(EngineRefusal):
    """An answer that is none of those the method knows."""


class UnknownName(EngineRefusal):
    """A name that is not in the list it should come from."""


class RepeatedName(EngineRefusal):
    """A name given twice where each stands for one thing."""


class ImpossibleAge(EngineRefusal):
    """An age before birth, or a half-life under one day."""


class OutOfScale(EngineRefusal):
    """A number outside the scale it should stand on."""


class UnevenColumns(EngineRefusal):
    """Columns that should be as long as one another and are not."""


class BadBallot(EngineRefusal):
    """A ballot that cannot be counted as it is written."""


class BadBudget(EngineRefusal):
    """A cost or a budget that cannot be spent."""


class CircularOrder(EngineRefusal):
    """Dependencies that lead back to where they started; `circle` names them, first and last."""

    def __init__(self, message: str, circle: tuple[str, ...] = ()) -> None:
        """Keep the names for whoever tells them otherwise."""
        super().__init__(message)
        self.circle = circle


class BadFile(EngineRefusal):
    """A file that cannot be read; `line` is the number of the line at fault, from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        """Name the line before the message when there is one."""
        super().__init__(message if line is None else f"line {line}: {message}")
        self.line = line


class BadAmount(EngineRefusal):
    """A quantity that is negative, or not a number."""


class ContradictoryWish(EngineRefusal):
    """Two wishes that no answer can follow together."""


class BadSeating(EngineRefusal):
    """Rounds or tables that nobody could sit at."""
