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
