"""Say a diagnosis in sentences: what is measured, felt, done, what is missing, how sure it is."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.enums import ActorWorld
from terreau.core.formats import format_long_date, format_number, unknown_word
from terreau.diagnoses.enums import PerceivedSource
from terreau.diagnoses.enums_crossing import Amount, Gap, Quadrant
from terreau.diagnoses.values import (
    ChallengeReading,
    Choices,
    FigureLine,
    PerceivedLine,
)

SURE, FAIR = 0.7, 0.4


def score_cell(score: float | None) -> str:
    """Write a score from 0 to 10, or that it is not known."""
    return unknown_word() if score is None else format_number(score, 1)


def confidence_word(confidence: float) -> str:
    """Say a confidence in one word."""
    if confidence <= 0:
        return _("nulle")
    if confidence >= SURE:
        return _("bonne")
    return _("moyenne") if confidence >= FAIR else _("faible")


def verdict_words(reading: ChallengeReading) -> str:
    """Name where a challenge stands, in a few words."""
    for gap in (Gap.BLIND_SPOT, Gap.POSSIBLE_BLIND_SPOT):
        if reading.spot.has(gap):
            return str(gap.label)
    return str(Quadrant(reading.spot.quadrant).label)


def acted_cell(reading: ChallengeReading, choices: Choices) -> str:
    """Write what is counted as acting."""
    if reading.coverage is None:
        return _("pas encore recensés")
    amount = reading.spot.acted
    if amount is None:
        return unknown_word()
    if choices.amount == Amount.PER_10000:
        return _("%(rate)s pour 10 000 habitants") % {"rate": format_number(amount, 2)}
    return format_number(amount)


def measured_sentence(reading: ChallengeReading, peers: str) -> str:
    """Say how the figures compare, and on how many of them this rests."""
    counted = reading.counted
    known = [one for one in counted if one.need is not None]
    if not counted and reading.figures:
        return _context_sentence(reading)
    if not counted:
        return _(
            "Aucun indicateur ne parle encore de cet enjeu : précisez ses domaines, ou choisissez "
            "des indicateurs."
        )
    score = reading.spot.measured
    if score is None:
        return _("Aucun des %(n)s indicateurs de cet enjeu n’est connu ici.") % {"n": len(counted)}
    told = {
        "score": format_number(score, 1),
        "peers": peers,
        "known": len(known),
        "all": len(counted),
    }
    if reading.spot.measured_level == "high":
        sentence = _(
            "Les données disent un besoin plus marqué que chez la plupart des territoires "
            "comparés (%(peers)s) : %(score)s sur 10, le milieu étant 5."
        )
    elif score >= 5:
        sentence = _(
            "Les données disent un besoin proche de celui des territoires comparés (%(peers)s) : "
            "%(score)s sur 10, le milieu étant 5."
        )
    else:
        sentence = _(
            "Les données disent un besoin moins marqué que chez la plupart des territoires "
            "comparés (%(peers)s) : %(score)s sur 10, le milieu étant 5."
        )
    base = _("Indicateurs connus : %(known)s sur %(all)s.")
    return f"{sentence % told} {base % told}"


def _context_sentence(reading: ChallengeReading) -> str:
    """Say why nothing is measured although figures are there."""
    context = sum(one.is_neutral for one in reading.figures)
    if not context:
        return _("Aucun indicateur ne compte ici : tous ont été laissés de côté.")
    return ngettext(
        "Aucun indicateur ne mesure encore cet enjeu ; %(n)s en éclaire le contexte. Dites s’il "
        "mesure un besoin, ou choisissez-en d’autres.",
        "Aucun indicateur ne mesure encore cet enjeu ; %(n)s en éclairent le contexte. Dites "
        "s’ils mesurent un besoin, ou choisissez-en d’autres.",
        context,
    ) % {"n": context}


def strongest(reading: ChallengeReading) -> FigureLine | None:
    """The indicator where the need goes furthest."""
    known = [one for one in reading.counted if one.need is not None]
    return max(known, key=lambda one: (one.need or 0.0, one.weight), default=None)


def felt_title(line: PerceivedLine) -> str:
    """Name a collection of views, with its day and its base."""
    told = {
        "source": PerceivedSource(line.source).label,
        "day": format_long_date(line.asked_on),
        "n": format_number(line.answers),
    }
    return (
        ngettext(
            "%(source)s, %(day)s, %(n)s réponse",
            "%(source)s, %(day)s, %(n)s réponses",
            line.answers,
        )
        % told
    )


def felt_sentence(line: PerceivedLine | None) -> str:
    """Say how a challenge is felt, by whom most and least."""
    if line is None:
        return _(
            "Personne n’a encore été interrogé sur cet enjeu : le ressenti est inconnu, pas nul."
        )
    if line.mean is None:
        return _("Trop peu de réponses pour dire ce qui est ressenti sans désigner quelqu’un.")
    sentence = _("Ressenti %(score)s sur 10.") % {"score": format_number(line.mean, 1)}
    if line.low is not None and line.high is not None:
        sentence = _("Ressenti %(score)s sur 10 (entre %(low)s et %(high)s, à 95 %%).") % {
            "score": format_number(line.mean, 1),
            "low": format_number(line.low, 1),
            "high": format_number(line.high, 1),
        }
    worlds = sorted((one for one in line.worlds if one.mean is not None), key=lambda w: -w.mean)
    if len(worlds) > 1:
        sentence += " " + _("Le plus : %(most)s (%(high)s) ; le moins : %(least)s (%(low)s).") % {
            "most": ActorWorld(worlds[0].world).label,
            "high": format_number(worlds[0].mean, 1),
            "least": ActorWorld(worlds[-1].world).label,
            "low": format_number(worlds[-1].mean, 1),
        }
    return sentence


def acted_sentence(reading: ChallengeReading) -> str:
    """Say who acts, and what nobody knows of it."""
    found = reading.coverage
    if found is None:
        return _(
            "Les partenariats du territoire ne sont pas encore recensés : l’action est inconnue, "
            "pas nulle."
        )
    if not found.partnerships:
        sentence = _("Aucun partenariat connu n’agit sur cet enjeu.")
    else:
        sentence = ngettext(
            "%(n)s partenariat agit ou a agi sur cet enjeu, dont %(running)s en cours.",
            "%(n)s partenariats agissent ou ont agi sur cet enjeu, dont %(running)s en cours.",
            found.partnerships,
        ) % {"n": found.partnerships, "running": found.running}
    if found.may_run:
        sentence += " " + ngettext(
            "Pour %(n)s, on ne sait pas s’il dure encore.",
            "Pour %(n)s, on ne sait pas s’ils durent encore.",
            found.may_run,
        ) % {"n": found.may_run}
    base = found.known_domains + found.unknown
    if found.unknown:
        sentence += " " + ngettext(
            "Sur %(all)s recensés, %(n)s dont on ne sait pas le domaine ou le lieu pourrait "
            "s’y ajouter.",
            "Sur %(all)s recensés, %(n)s dont on ne sait pas le domaine ou le lieu pourraient "
            "s’y ajouter.",
            found.unknown,
        ) % {"n": found.unknown, "all": base}
    else:
        sentence += " " + _("Base : %(all)s partenariats recensés.") % {"all": base}
    return sentence


def gap_sentences(reading: ChallengeReading) -> list[str]:
    """Name what is missing, one sentence each, the gravest first."""
    told = {
        Gap.BLIND_SPOT: _(
            "Angle mort : le besoin est mesuré, il est ressenti, et aucun partenariat connu n’y "
            "répond. Qui pourrait ouvrir la conversation ?"
        ),
        Gap.POSSIBLE_BLIND_SPOT: _(
            "Angle mort possible : deux signes sur trois le disent, le troisième est inconnu."
        ),
        Gap.SILENT_NEED: _(
            "Les données s’inquiètent plus que les personnes interrogées : en ont-elles les "
            "moyens d’en parler ?"
        ),
        Gap.FELT_ALONE: _(
            "Les personnes interrogées s’inquiètent plus que les données : un signal que les "
            "chiffres ne captent pas, ou pas encore."
        ),
        Gap.DIVIDED_WORLDS: _("Les mondes ne voient pas cet enjeu du même œil."),
        Gap.SILENT_WORLD: _(
            "Au moins un monde interrogé a trop peu répondu pour que son regard se lise."
        ),
    }
    return [sentence for gap, sentence in told.items() if reading.spot.has(gap)]


def confidence_sentence(reading: ChallengeReading) -> str:
    """Say how sure the reading is, and why."""
    spot = reading.spot
    weakest = {
        "measured": _("ce que disent les données"),
        "perceived": _("ce qui est ressenti"),
        "acted": _("le recensement des partenariats"),
    }[spot.weakest]
    if spot.confidence <= 0:
        return _("Confiance nulle : il manque %(weakest)s.") % {"weakest": weakest}
    told = {
        "word": confidence_word(spot.confidence),
        "weakest": weakest,
        "kept": spot.kept,
        "tried": spot.tried,
    }
    return (
        _(
            "Confiance %(word)s ; le plus fragile est %(weakest)s. La lecture reste la même dans "
            "%(kept)s réglages voisins sur %(tried)s."
        )
        % told
    )
