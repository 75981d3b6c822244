"""What the pages of a ballot show of its last count, in words and pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.enums import ActorWorld
from terreau.core.formats import format_number, format_percent
from terreau.core.pictures import Picture
from terreau.dialogues.enums import BallotMethod, Space
from terreau.dialogues.models import Ballot, BallotCount, BallotOption
from terreau.dialogues.pictures.grades import GradeRow, draw_grades


@dataclass(frozen=True)
class ResultRow:
    """One option at its place, with what it got in words."""

    title: str
    rank: int | None
    told: str
    is_chosen: bool = False


@dataclass(frozen=True)
class GroupResult:
    """What one space, or one world, decided; hidden when too few voted."""

    key: str
    label: str
    world: str
    base: str
    is_hidden: bool
    rows: tuple[ResultRow, ...] = ()
    remarks: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True)
class BallotResult:
    """A count ready to be read."""

    count: BallotCount
    spaces: tuple[GroupResult, ...]
    worlds: tuple[GroupResult, ...]
    quorum: str
    lot: tuple[str, ...]
    receipts: tuple[str, ...] = field(default=())


def read_result(
    ballot: Ballot, options: Sequence[BallotOption], count: BallotCount
) -> BallotResult:
    """Put a kept count into words."""
    titles = {option.key: option.title for option in options}
    groups = [_group(ballot, titles, one) for one in count.content["groups"]]
    return BallotResult(
        count,
        tuple(one for one in groups if not one.world),
        tuple(one for one in groups if one.world),
        _quorum(ballot, count),
        tuple(titles[key] for key in count.content["lot"]),
        tuple(count.content.get("receipts", [])),
    )


def _quorum(ballot: Ballot, count: BallotCount) -> str:
    """Say how many members took part, and whether the quorum was met."""
    organisations = next(
        (one["papers"] for one in count.content["groups"] if one["key"] == Space.ORGANISATIONS), 0
    )
    if not count.called_count:
        return ""
    told = ngettext(
        "%(papers)s organisation sur %(called)s membres a déposé un bulletin.",
        "%(papers)s organisations sur %(called)s membres ont déposé un bulletin.",
        organisations,
    ) % {"papers": organisations, "called": count.called_count}
    if ballot.quorum is None:
        return told
    is_met = Decimal(organisations) / count.called_count >= ballot.quorum
    wanted = format_percent(float(ballot.quorum))
    if is_met:
        return f"{told} " + _("Le quorum de %(quorum)s est atteint.") % {"quorum": wanted}
    return f"{told} " + _(
        "Le quorum de %(quorum)s n’est pas atteint : ce résultat informe, il ne décide pas."
    ) % {"quorum": wanted}


def _group(ballot: Ballot, titles: Mapping[str, str], group: Mapping[str, Any]) -> GroupResult:
    key = group["key"]
    world = key.removeprefix("world:") if key.startswith("world:") else ""
    label = str(ActorWorld(world).label if world else Space(key).label)
    if group["hidden"]:
        return GroupResult(key, label, world, "", is_hidden=True)
    base = ngettext("Base : %(n)s bulletin", "Base : %(n)s bulletins", group["voters"])
    base = base % {"n": group["voters"]}
    if group["abstentions"]:
        blank = ngettext("dont %(n)s blanc", "dont %(n)s blancs", group["abstentions"])
        base += ", " + blank % {"n": group["abstentions"]}
    rows = tuple(_row(ballot, titles, one, group) for one in group["rows"])
    return GroupResult(
        key,
        label,
        world,
        f"{base}.",
        is_hidden=False,
        rows=rows,
        remarks=tuple(_remarks(ballot, titles, group)),
        why=tuple(_why(titles, group)),
        picture=_picture(ballot, titles, group, label, base),
    )


def _row(
    ballot: Ballot, titles: Mapping[str, str], row: Mapping[str, Any], group: Mapping[str, Any]
) -> ResultRow:
    told = ""
    if "grade" in row:
        told = ballot.grades[row["grade"]] if row["grade"] is not None else _("sans mention")
    elif "votes" in row:
        cost = format_number(Decimal(row["cost"]))
        told = ngettext("%(n)s voix, %(cost)s €", "%(n)s voix, %(cost)s €", row["votes"]) % {
            "n": row["votes"],
            "cost": cost,
        }
    elif ballot.method == BallotMethod.SCORE:
        mean = _("inconnue") if row["mean"] is None else format_number(row["mean"], 2)
        told = _("moyenne %(mean)s (base : %(base)s)") % {"mean": mean, "base": row["base"]}
    elif ballot.method == BallotMethod.DOTS:
        told = ngettext("%(n)s point", "%(n)s points", row["total"]) % {"n": row["total"]}
    elif "total" in row:
        expressed = group["voters"] - group["abstentions"]
        told = _("%(n)s sur %(base)s") % {"n": row["total"], "base": expressed}
    return ResultRow(titles[row["key"]], row["rank"], told, row.get("chosen", False))


def _remarks(ballot: Ballot, titles: Mapping[str, str], group: Mapping[str, Any]) -> list[str]:
    said = [_tie(titles, tie) for tie in group["ties"]]
    said.append(_change(group["change"]))
    if group.get("beside"):
        said.append(_beside(titles, group))
    if "served" in group:
        said += _budget(ballot, group)
    if group.get("margin") and group["margin"]["kind"] == "missing":
        said.append(
            _("Il a manqué %(amount)s € aux soutiens de « %(title)s ».")
            % {
                "amount": format_number(group["margin"]["value"]),
                "title": titles[group["margin"]["second"]],
            }
        )
    return [one for one in said if one]


def _tie(titles: Mapping[str, str], tie: Mapping[str, Any]) -> str:
    how = {
        "shared": _("elles partagent la même place"),
        "lot": _("départagées par le lot tiré d’avance"),
        "list order": _("départagées par l’ordre de présentation"),
        "lowest cost": _("départagées par le moindre coût"),
        "most votes": _("départagées par le nombre de voix"),
    }[tie["by"]]
    names = ", ".join(f"« {titles[key]} »" for key in tie["names"])
    return _("À égalité : %(names)s ; %(how)s.") % {"names": names, "how": how}


def _change(change: Mapping[str, int | None]) -> str:
    least, most = change["at_least"], change["at_most"]
    if least is None:
        return ""
    if least == most:
        return ngettext(
            "Il aurait suffi de %(n)s bulletin rempli autrement pour changer la première place.",
            "Il aurait fallu %(n)s bulletins remplis autrement pour changer la première place.",
            least,
        ) % {"n": least}
    if most is None:
        return _("Il aurait fallu au moins %(n)s bulletins pour changer la première place.") % {
            "n": least
        }
    return _(
        "Il aurait fallu entre %(least)s et %(most)s bulletins pour changer la première place."
    ) % {"least": least, "most": most}


def _beside(titles: Mapping[str, str], group: Mapping[str, Any]) -> str:
    other = group["beside"]
    method = str(BallotMethod(other["method"]).label)
    if other["order"] == group["order"]:
        return _("Par une autre méthode (%(method)s), l’ordre serait le même.") % {"method": method}
    if other["order"][:1] == group["order"][:1]:
        return _(
            "Par une autre méthode (%(method)s), la première place serait la même, "
            "et l’ordre changerait ensuite."
        ) % {"method": method}
    return _("Par une autre méthode (%(method)s), « %(title)s » serait en tête.") % {
        "method": method,
        "title": titles[other["order"][0]],
    }


def _budget(ballot: Ballot, group: Mapping[str, Any]) -> list[str]:
    told = {
        "cost": format_number(Decimal(group["total_cost"])),
        "budget": format_number(ballot.budget_eur or Decimal(0)),
        "served": group["served"],
        "base": group["voters"],
        "usual": group["greedy_served"],
    }
    return [
        _("%(cost)s € engagés sur %(budget)s €.") % told,
        _(
            "%(served)s votants sur %(base)s ont au moins une action retenue ; "
            "en prenant simplement les plus votées, ils seraient %(usual)s."
        )
        % told,
    ]


def _why(titles: Mapping[str, str], group: Mapping[str, Any]) -> list[str]:
    """Say for neighbours of a ranked order why the one stands before the other."""
    said = []
    for duel in group.get("why", []):
        names = {
            "first": titles[duel["first"]],
            "second": titles[duel["second"]],
            "for_first": duel["for_first"],
            "for_second": duel["for_second"],
            "path": " → ".join(titles[key] for key in duel["path"]),
            "strength": duel["strength"],
            "back": duel["return_strength"],
        }
        if duel["for_first"] > duel["for_second"]:
            sentence = _(
                "« %(first)s » avant « %(second)s » : %(for_first)s bulletins contre "
                "%(for_second)s, face à face."
            )
        elif duel["strength"] > duel["back"]:
            sentence = _(
                "« %(first)s » avant « %(second)s » par une chaîne de duels (%(path)s) : son "
                "maillon le plus faible l’emporte de %(strength)s, contre %(back)s au retour."
            )
        else:
            sentence = _(
                "« %(first)s » et « %(second)s » : rien ne les sépare (%(for_first)s bulletins "
                "contre %(for_second)s)."
            )
        said.append(sentence % names)
    return said


def _picture(
    ballot: Ballot,
    titles: Mapping[str, str],
    group: Mapping[str, Any],
    label: str,
    base: str,
) -> Picture | None:
    if ballot.method != BallotMethod.MAJORITY_JUDGMENT:
        return None
    rows = [
        GradeRow(titles[row["key"]], tuple(row["tally"]), row["missing"], row["grade"])
        for row in group["rows"]
    ]
    return draw_grades(
        rows,
        tuple(ballot.grades),
        title=_("Les mentions reçues, %(space)s") % {"space": label},
        base=base,
    )
