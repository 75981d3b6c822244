"""Say a whole diagnosis in a few sentences, before any picture."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.diagnoses.enums_crossing import Gap, Quadrant
from terreau.diagnoses.values import ChallengeReading, Diagnosis

MOST_NAMED = 5


def summary_sentences(diagnosis: Diagnosis) -> list[str]:
    """Say the whole in a few sentences, before any picture."""
    if not diagnosis.challenges:
        return []
    found = diagnosis.blind_spots
    sentences = [_blind_sentence(diagnosis, found)]
    possible = diagnosis.with_gap(Gap.POSSIBLE_BLIND_SPOT)
    if possible:
        told = {"n": len(possible), "titles": _titles(possible)}
        said = ngettext(
            "%(n)s enjeu pourrait être un angle mort, un des trois signes manque : %(titles)s.",
            "%(n)s enjeux pourraient être des angles morts, un des trois signes manque : "
            "%(titles)s.",
            len(possible),
        )
        sentences.append(said % told)
    for gap, said in (
        (Gap.FELT_ALONE, _("Ressenti plus fort que ce que montrent les données : %(titles)s.")),
        (Gap.SILENT_NEED, _("Besoin mesuré mais peu ressenti : %(titles)s.")),
        (Gap.DIVIDED_WORLDS, _("Les mondes n’ont pas le même regard sur : %(titles)s.")),
    ):
        rows = diagnosis.with_gap(gap)
        if rows:
            sentences.append(said % {"titles": _titles(rows)})
    return sentences + _missing(diagnosis)


def _blind_sentence(diagnosis: Diagnosis, found: tuple[ChallengeReading, ...]) -> str:
    readable = sum(one.spot.quadrant != Quadrant.UNKNOWN for one in diagnosis.challenges)
    told = {"n": len(found), "all": len(diagnosis.challenges), "titles": _titles(found)}
    if found:
        return (
            ngettext(
                "Sur %(all)s enjeux, %(n)s est un angle mort (mesuré, ressenti, et personne de "
                "connu n’agit) : %(titles)s.",
                "Sur %(all)s enjeux, %(n)s sont des angles morts (mesurés, ressentis, et personne "
                "de connu n’agit) : %(titles)s.",
                len(found),
            )
            % told
        )
    if not readable:
        return _("Aucun des %(all)s enjeux n’est encore lisible des deux côtés.") % told
    return _("Sur %(all)s enjeux, aucun n’est un angle mort avec ce que l’on sait.") % told


def _missing(diagnosis: Diagnosis) -> list[str]:
    missing = {
        Gap.NO_MEASURE: _("Sans mesure connue : %(titles)s."),
        Gap.NO_PERCEPTION: _("Sur lesquels personne n’a été interrogé : %(titles)s."),
    }
    found = [(said, diagnosis.with_gap(gap)) for gap, said in missing.items()]
    return [said % {"titles": _titles(rows)} for said, rows in found if rows]


def _titles(rows: tuple[ChallengeReading, ...]) -> str:
    named = ", ".join(f"« {one.title} »" for one in rows[:MOST_NAMED])
    left = len(rows) - MOST_NAMED
    if left <= 0:
        return named
    return ngettext("%(titles)s et %(n)s autre", "%(titles)s et %(n)s autres", left) % {
        "titles": named,
        "n": left,
    }
