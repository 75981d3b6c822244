"""Say a proposal in words: who, what, why, how sure, what exists nowhere, what to relax."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.actors.models import Organisation
from terreau.core.formats import format_percent
from terreau.core.worlds_look import world_look
from terreau.experiments.models import CoalitionProposal, Piece
from terreau.experiments.puzzle_reading import plain_quantity

SMALL = 1e-6
WHY = {
    "pledged": gettext_lazy("a déjà promis"),
    "required": gettext_lazy("demandée par vous"),
    "only bringer": gettext_lazy("seule à pouvoir l’apporter"),
    "brings": gettext_lazy("apporte ce qui manque"),
    "world": gettext_lazy("fait entrer un autre monde"),
    "second bringer": gettext_lazy("pour que la pièce ne tienne pas à une seule"),
}
LACKS = {
    "absent": gettext_lazy("n’existe nulle part dans le périmètre : personne ne l’offre."),
    "short": gettext_lazy("toutes les offres réunies n’y suffisent pas."),
    "withheld": gettext_lazy("existe, mais un de vos souhaits l’écarte."),
}


@dataclass(frozen=True)
class ShareLine:
    """What one organisation would bring to one piece."""

    actor: str
    piece: str
    title: str
    amount: str
    lines: str
    is_assumed: bool
    is_pledged: bool

    @property
    def token(self) -> str:
        """What a ticked box sends."""
        return f"{self.actor}|{self.piece}"


@dataclass(frozen=True)
class MemberLine:
    """One organisation of the coalition."""

    actor: str
    name: str
    world: str
    url: str
    why: str
    part: str
    lost: str
    replaceable: str
    shares: tuple[ShareLine, ...]


@dataclass(frozen=True)
class ProposalReading:
    """Everything the page says."""

    sentence: str
    sureness: str
    members: tuple[MemberLine, ...]
    missing: tuple[str, ...]
    worlds: str
    absent_worlds: str
    fragile: str
    alternatives: tuple[str, ...]
    relaxations: tuple[str, ...]
    has_asks: bool


def offered_shares(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What would be asked: what is not promised already."""
    return [
        {**share, "actor": member["actor"]}
        for member in result.get("members", ())
        for share in member["shares"]
        if share["amount"] - share["pledged"] > SMALL
    ]


def sheets_by_key(keys: Collection[str]) -> dict[str, Organisation]:
    """The sheets by identifier; one that was merged answers by the sheet that was kept."""
    rows = Organisation.objects.filter(uuid__in=list(keys)).select_related("merged_into")
    return {str(row.uuid): row.merged_into or row for row in rows.order_by("pk")}


def read_proposal(proposal: CoalitionProposal) -> ProposalReading:
    """Put a computed proposal in words, in two queries."""
    result = proposal.result
    sheets = sheets_by_key(_actors_in(result))
    rows = Piece.objects.filter(experiment=proposal.experiment_id)
    return _Words(result, sheets, {str(row.uuid): row for row in rows}).read()


def _actors_in(result: Mapping[str, Any]) -> set[str]:
    keys: set[str] = set()
    for member in result["members"]:
        keys |= {member["actor"], *member["replaceable_by"]}
    for one in result["alternatives"]:
        keys |= {*one["enters"], *one["leaves"]}
    for one in result["relaxations"]:
        keys |= set(one["names"]) | set(one["actors"])
    return {key for key in keys if len(key) == 36}


def _asked_first(one: MemberLine) -> bool:
    return all(share.is_pledged for share in one.shares)


class _Words:
    """One proposal and the names it needs."""

    def __init__(
        self,
        result: Mapping[str, Any],
        sheets: Mapping[str, Organisation],
        pieces: Mapping[str, Piece],
    ) -> None:
        self.result, self.sheets, self.pieces = result, sheets, pieces

    def read(self) -> ProposalReading:
        result = self.result
        absent = [str(world_look(world).word) for world in result["absent_worlds"]]
        return ProposalReading(
            sentence=self._sentence(),
            sureness=self._sureness(),
            members=tuple(
                sorted((self._member(one) for one in result["members"]), key=_asked_first)
            ),
            missing=tuple(self._missing()),
            worlds=", ".join(
                world_look(one["world"]).count_words(one["members"])
                for one in result["worlds"]
                if one["members"]
            ),
            absent_worlds=", ".join(absent),
            fragile=self._fragile(),
            alternatives=tuple(self._alternative(one) for one in result["alternatives"]),
            relaxations=tuple(self._relaxation(one) for one in result["relaxations"]),
            has_asks=bool(offered_shares(result)),
        )

    def name(self, key: str) -> str:
        """Name an organisation, or say that its sheet is gone."""
        sheet = self.sheets.get(key)
        return sheet.name if sheet else _("une fiche disparue")

    def names(self, keys: Iterable[str]) -> str:
        """Name several."""
        return ", ".join(self.name(key) for key in keys)

    def title(self, key: str) -> str:
        """Name a piece, or say that it is gone."""
        piece = self.pieces.get(key)
        return piece.title if piece else _("une pièce retirée")

    def amount(self, key: str, amount: float) -> str:
        """Write an amount in the unit of its piece; nothing for one that is not counted."""
        piece = self.pieces.get(key)
        if piece is None or piece.quantity is None:
            return ""
        return plain_quantity(Decimal(str(round(amount, 2))), piece.unit)

    def _sentence(self) -> str:
        asked = {share["actor"] for share in offered_shares(self.result)}
        if self.result["status"] == "complete":
            return _("Le puzzle est complet : il n’y a plus personne à chercher.")
        if not asked and any(one["lack"] == "withheld" for one in self.result["pieces"]):
            return _("À ces conditions, personne ne peut apporter ce qui manque.")
        if not asked:
            return _("Personne, dans le périmètre, ne peut apporter ce qui manque.")
        told = ngettext(
            "%(n)d organisation peut apporter ce qui manque",
            "%(n)d organisations peuvent apporter ensemble ce qui manque",
            len(asked),
        ) % {"n": len(asked)}
        if any(one["missing"] > SMALL for one in self.result["pieces"]):
            return _("%(told)s, en partie.") % {"told": told}
        return f"{told}."

    def _sureness(self) -> str:
        counted = ngettext(
            "%(n)d organisation examinée.",
            "%(n)d organisations examinées.",
            self.result["candidates"],
        ) % {"n": self.result["candidates"]}
        if self.result["status"] in ("optimal", "complete"):
            return counted + " " + _("Aucune coalition plus légère n’existe à ces conditions.")
        if self.result["status"] == "infeasible":
            return counted
        gap = format_percent(self.result["gap"], 1)
        return (
            counted
            + " "
            + _("Le temps a manqué : au plus %(gap)s du meilleur possible.") % {"gap": gap}
        )

    def _member(self, one: Mapping[str, Any]) -> MemberLine:
        sheet = self.sheets.get(one["actor"])
        return MemberLine(
            actor=one["actor"],
            name=self.name(one["actor"]),
            world=one["world"],
            url=sheet.get_absolute_url() if sheet else "",
            why=", ".join(str(WHY[why]) for why in one["why"] if why in WHY),
            part=format_percent(one["part"]),
            lost=", ".join(self.title(piece) for piece, _amount in one["lost"]),
            replaceable=self.names(one["replaceable_by"]),
            shares=tuple(self._share(one["actor"], share) for share in one["shares"]),
        )

    def _share(self, actor: str, share: Mapping[str, Any]) -> ShareLine:
        return ShareLine(
            actor=actor,
            piece=share["piece"],
            title=self.title(share["piece"]),
            amount="" if share["is_assumed"] else self.amount(share["piece"], share["amount"]),
            lines=", ".join(share["lines"]),
            is_assumed=share["is_assumed"],
            is_pledged=share["amount"] - share["pledged"] <= SMALL,
        )

    def _missing(self) -> list[str]:
        told = []
        for one in self.result["pieces"]:
            if one["missing"] <= SMALL or one["lack"] not in LACKS:
                continue
            amount = self.amount(one["piece"], one["missing"])
            head = f"{self.title(one['piece'])} ({amount})" if amount else self.title(one["piece"])
            told.append(_("%(piece)s : %(why)s") % {"piece": head, "why": LACKS[one["lack"]]})
        return told

    def _fragile(self) -> str:
        single = [one["piece"] for one in self.result["pieces"] if one["is_single_point"]]
        if not single:
            return ""
        return ngettext(
            "Une pièce ne tient qu’à une organisation : %(pieces)s.",
            "Des pièces ne tiennent chacune qu’à une organisation : %(pieces)s.",
            len(single),
        ) % {"pieces": ", ".join(self.title(key) for key in single)}

    def _alternative(self, one: Mapping[str, Any]) -> str:
        if not one["enters"]:
            told = _("Sans %(leaves)s.") % {"leaves": self.names(one["leaves"])}
        elif not one["leaves"]:
            told = _("Avec %(enters)s en plus.") % {"enters": self.names(one["enters"])}
        else:
            told = _("%(enters)s au lieu de %(leaves)s.") % {
                "enters": self.names(one["enters"]),
                "leaves": self.names(one["leaves"]),
            }
        return f"{told} {self._left(one['missing'])}".strip()

    def _left(self, missing: Iterable[tuple[str, float]]) -> str:
        lacks = [self.title(piece) for piece, amount in missing if amount > SMALL]
        return _("Il manquerait : %(what)s.") % {"what": ", ".join(lacks)} if lacks else ""

    def _relaxation(self, one: Mapping[str, Any]) -> str:
        words = {
            "largest_world_share": _("Sans la limite de 60 % par monde"),
            "largest_actor_share": _("Sans la limite de 35 % par organisation"),
            "required_worlds": _("Sans exiger tous ces mondes"),
            "most_actors": _("Avec plus d’organisations"),
            "excluded_actors": _("Sans écarter %(names)s") % {"names": self.names(one["names"])},
            "no_single_point": _("Sans exiger deux porteurs par pièce indispensable"),
        }
        counted = {"limit": words[one["limit"]], "n": len(one["actors"])}
        left = self._left(one["missing"])
        if left:
            told = ngettext(
                "%(limit)s : %(n)d organisation en apporterait une partie.",
                "%(limit)s : %(n)d organisations en apporteraient une partie.",
                len(one["actors"]),
            )
            return f"{told % counted} {left}"
        told = ngettext(
            "%(limit)s : %(n)d organisation y suffit.",
            "%(limit)s : %(n)d organisations y suffisent.",
            len(one["actors"]),
        )
        return told % counted
