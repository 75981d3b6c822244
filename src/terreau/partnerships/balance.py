"""Sum up what each party gives and receives: lines counted, cash apart from what is valued."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from terreau.actors.enums import ResourceNature
from terreau.partnerships.enums import FlowDirection
from terreau.partnerships.models import Flow, Party


@dataclass(frozen=True)
class Side:
    """One direction of one party; an amount is None when no line tells one."""

    flows: tuple[Flow, ...]

    @property
    def cash(self) -> tuple[Flow, ...]:
        """The lines of money."""
        return tuple(one for one in self.flows if one.nature == ResourceNature.FINANCIAL)

    @property
    def in_kind(self) -> tuple[Flow, ...]:
        """The others."""
        return tuple(one for one in self.flows if one.nature != ResourceNature.FINANCIAL)

    @property
    def cash_eur(self) -> Decimal | None:
        """The money told."""
        return _sum(self.cash)

    @property
    def valued_eur(self) -> Decimal | None:
        """What the valued lines in kind are said to be worth."""
        return _sum(self.in_kind)

    @property
    def valued_count(self) -> int:
        """How many lines in kind are valued: the base of `valued_eur`."""
        return sum(one.value_eur is not None for one in self.in_kind)

    @property
    def cash_count(self) -> int:
        """How many lines of money tell their amount."""
        return sum(one.value_eur is not None for one in self.cash)


@dataclass(frozen=True)
class PartyBalance:
    """Both sides of one party."""

    party: Party
    gives: Side
    receives: Side

    @property
    def is_silent(self) -> bool:
        """Nobody said anything yet: this is not a zero."""
        return not self.gives.flows and not self.receives.flows


def balances_of(parties: Sequence[Party]) -> list[PartyBalance]:
    """Sum up parties whose `flows` were prefetched."""
    return [
        PartyBalance(
            party,
            Side(_of(party, FlowDirection.GIVES)),
            Side(_of(party, FlowDirection.RECEIVES)),
        )
        for party in parties
    ]


def _of(party: Party, direction: str) -> tuple[Flow, ...]:
    return tuple(one for one in party.flows.all() if one.direction == direction)


def _sum(flows: Iterable[Flow]) -> Decimal | None:
    told = [one.value_eur for one in flows if one.value_eur is not None]
    return sum(told, Decimal(0)) if told else None
