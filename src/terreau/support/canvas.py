"""The boxes of the canvas « stratégie d'alliance » and the lines of the self-diagnosis."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BOX_LENGTH = 2000


@dataclass(frozen=True)
class Box:
    """One question of the canvas, and what helps to answer it."""

    key: str
    title: str | Promise
    hint: str | Promise


BOXES = (
    Box(
        "why",
        _("Pourquoi s’allier"),
        _("Ce que nous n’arrivons pas à faire seuls, et qui compte pour ceux que nous servons."),
    ),
    Box(
        "bring",
        _("Ce que nous apportons"),
        _("Un savoir-faire, un lieu, un réseau, du temps, une légitimité, de l’argent."),
    ),
    Box("miss", _("Ce qui nous manque"), _("Ce que d’autres ont déjà et que nous n’avons pas.")),
    Box(
        "whom",
        _("Avec qui"),
        _("Des organisations précises, d’un autre monde que le nôtre ; qui les connaît déjà ?"),
    ),
    Box(
        "limits",
        _("Ce que nous ne ferons pas"),
        _("Les partenaires, les contreparties et les renoncements que nous refusons."),
    ),
    Box(
        "step",
        _("Le premier pas"),
        _("Un geste petit, daté, qui ne demande l’accord de personne d’autre."),
    ),
    Box(
        "proof",
        _("À quoi nous le saurons"),
        _("Un signe visible dans un an, pour nous et pour ceux que nous servons."),
    ),
)


@dataclass(frozen=True)
class Line:
    """One sentence on which an organisation says where it stands."""

    key: str
    text: str | Promise
    short: str | Promise  # as the picture says it


LINES = (
    Line(
        "need",
        _("Nous savons dire ce que nous cherchons dans un partenariat."),
        _("Dire ce que l’on cherche"),
    ),
    Line(
        "offer",
        _("Nous savons dire ce que nous pouvons apporter, en nature aussi."),
        _("Dire ce que l’on apporte"),
    ),
    Line(
        "worlds",
        _("Nous travaillons déjà avec des organisations d’autres mondes que le nôtre."),
        _("D’autres mondes"),
    ),
    Line(
        "board",
        _("Nos instances ont parlé de nos alliances dans l’année."),
        _("Les instances en parlent"),
    ),
    Line(
        "time",
        _("Quelqu’un chez nous a du temps reconnu pour les partenariats."),
        _("Du temps reconnu"),
    ),
    Line(
        "trust",
        _("Nous savons nous dire un désaccord entre partenaires."),
        _("Se dire un désaccord"),
    ),
    Line(
        "balance",
        _("Chacun des partenaires y trouve son compte, et nous l’avons vérifié."),
        _("Chacun y trouve son compte"),
    ),
    Line(
        "written",
        _("Nos engagements réciproques sont écrits, et nous les relisons."),
        _("Des engagements écrits"),
    ),
    Line(
        "trial", _("Nous essayons en petit avant de nous engager en grand."), _("Essayer en petit")
    ),
    Line(
        "proof",
        _("Nous gardons la trace de ce que nos partenariats changent."),
        _("Garder la trace"),
    ),
    Line(
        "relay",
        _("Nos partenariats tiendraient si une personne clé partait."),
        _("Tenir sans une personne clé"),
    ),
)

LEVELS = (
    (0, _("pas du tout")),
    (1, _("un peu")),
    (2, _("à moitié")),
    (3, _("plutôt")),
    (4, _("tout à fait")),
)
_KNOWN = {value for value, _label in LEVELS}


def keep_boxes(boxes: Mapping[str, str]) -> dict[str, str]:
    """Keep what was written in the boxes that exist."""
    return {box.key: boxes[box.key].strip() for box in BOXES if boxes.get(box.key, "").strip()}


def keep_answers(answers: Mapping[str, int | None]) -> dict[str, int | None]:
    """Keep an answer for each line, `None` where it is not known: unknown is never zero."""
    return {
        line.key: answers.get(line.key) if answers.get(line.key) in _KNOWN else None
        for line in LINES
    }
