"""Say a proposal in words: who, what, why, how sure, what exists nowhere, what to relax."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.actors.models import Organisation
from terreau.core.formats import format_percent
from terreau.core.worlds_look import world_look
from terreau.experiments.coalition_names import SMALL, Names
from terreau.experiments.coalition_obstacles import say_missing, say_relaxations, unsure_of
from terreau.experiments.models import CoalitionProposal, Piece

WHY = {
    "pledged": gettext_lazy("déjà promis ou apporté"),
    "required": gettext_lazy("demandée par vous"),
    "only bringer": gettext_lazy("seule à pouvoir l’apporter"),
    "brings": gettext_lazy("apporte ce qui manque"),
    "world": gettext_lazy("fait entrer un autre monde"),
    "second bringer": gettext_lazy("pour que la pièce ne tienne pas à une seule"),
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
    return _Words(result, Names(sheets, {str(row.uuid): row for row in rows})).read()


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

    def __init__(self, result: Mapping[str, Any], names: Names) -> None:
        self.result, self.names = result, names

    def read(self) -> ProposalReading:
        result = self.result
        absent = [str(world_look(world).word) for world in result["absent_worlds"]]
        return ProposalReading(
            sentence=self._sentence(),
            sureness=self._sureness(),
            members=tuple(
                sorted((self._member(one) for one in result["members"]), key=_asked_first)
            ),
            missing=say_missing(result, self.names),
            worlds=", ".join(
                world_look(one["world"]).count_words(one["members"])
                for one in result["worlds"]
                if one["members"]
            ),
            absent_worlds=", ".join(absent),
            fragile=self._fragile(),
            alternatives=tuple(self._alternative(one) for one in result["alternatives"]),
            relaxations=say_relaxations(result, self.names),
            has_asks=bool(offered_shares(result)),
        )

    def _sentence(self) -> str:
        asked = {share["actor"] for share in offered_shares(self.result)}
        if self.result["status"] == "complete":
            return _("Le puzzle est complet : il n’y a plus personne à chercher.")
        if not asked and any(one["lack"] == "withheld" for one in self.result["pieces"]):
            return _("À ces conditions, personne ne peut apporter ce qui manque.")
        if not asked and any(unsure_of(self.result).values()):
            return _("Aucune offre du périmètre n’est assez proche de ce qui manque.")
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
        sheet = self.names.sheets.get(one["actor"])
        shares = tuple(self._share(one["actor"], share) for share in one["shares"])
        # Who brings nothing more than what is promised is there for that alone.
        why = ["pledged"] if all(share.is_pledged for share in shares) else one["why"]
        return MemberLine(
            actor=one["actor"],
            name=self.names.one(one["actor"]),
            world=one["world"],
            url=sheet.get_absolute_url() if sheet else "",
            why=", ".join(str(WHY[key]) for key in why if key in WHY),
            part=format_percent(one["part"]),
            lost=", ".join(self.names.title(piece) for piece, _amount in one["lost"]),
            replaceable=self.names.all(one["replaceable_by"]),
            shares=shares,
        )

    def _share(self, actor: str, share: Mapping[str, Any]) -> ShareLine:
        return ShareLine(
            actor=actor,
            piece=share["piece"],
            title=self.names.title(share["piece"]),
            amount=""
            if share["is_assumed"]
            else self.names.amount(share["piece"], share["amount"]),
            lines=", ".join(share["lines"]),
            is_assumed=share["is_assumed"],
            is_pledged=share["amount"] - share["pledged"] <= SMALL,
        )

    def _fragile(self) -> str:
        single = [
            one["piece"]
            for one in self.result["pieces"]
            if one["is_single_point"] and one["piece"] not in self.result.get("brought", ())
        ]
        if not single:
            return ""
        return ngettext(
            "Une pièce ne tient qu’à une organisation : %(pieces)s.",
            "Des pièces ne tiennent chacune qu’à une organisation : %(pieces)s.",
            len(single),
        ) % {"pieces": ", ".join(self.names.title(key) for key in single)}

    def _alternative(self, one: Mapping[str, Any]) -> str:
        if not one["enters"]:
            told = _("Sans %(leaves)s.") % {"leaves": self.names.all(one["leaves"])}
        elif not one["leaves"]:
            told = _("Avec %(enters)s en plus.") % {"enters": self.names.all(one["enters"])}
        else:
            told = _("%(enters)s au lieu de %(leaves)s.") % {
                "enters": self.names.all(one["enters"]),
                "leaves": self.names.all(one["leaves"]),
            }
        return f"{told} {self.names.left(one['missing'])}".strip()
