"""Write a diagnosis, live or frozen: one line a fact, and the whole as JSON."""

from collections.abc import Iterator
from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.enums import ActorWorld
from terreau.core.exchange.writing import MEDIA_TYPES, write_table
from terreau.diagnoses.enums import PerceivedSource
from terreau.diagnoses.exchange.columns import COLUMNS
from terreau.diagnoses.exchange.envelope import Envelope, write_envelope
from terreau.diagnoses.freezing import thaw
from terreau.diagnoses.values import (
    ChallengeReading,
    CoverageLine,
    Diagnosis,
    FigureLine,
    PerceivedLine,
    SpotLine,
)
from terreau.diagnoses.words import verdict_words
from terreau.territories.indicators.words import shown

EXPORTS = {
    "diagnostic.csv": gettext_lazy("CSV"),
    "diagnostic.xlsx": gettext_lazy("Excel (XLSX)"),
    "diagnostic.ods": gettext_lazy("ODS"),
    "diagnostic.json": gettext_lazy("JSON"),
    "dictionnaire.csv": gettext_lazy("dictionnaire des colonnes"),
}
NAMES = tuple(name for name, _said in COLUMNS)
Cells = dict[str, object]


def media_type(name: str) -> str:
    """Give the type of a file after its ending."""
    return MEDIA_TYPES.get(name.rsplit(".", 1)[1], "application/json; charset=utf-8")


def write_diagnosis(name: str, envelope: Envelope) -> bytes:
    """Write one of the `EXPORTS`."""
    kind = name.rsplit(".", 1)[1]
    if kind == "json":
        return write_envelope(envelope)
    if name == "dictionnaire.csv":
        headings = [_("colonne"), _("ce qu’elle dit")]
        return write_table("csv", headings, [(column, str(said)) for column, said in COLUMNS])
    rows = ([_text(cells.get(column)) for column in NAMES] for cells in lines_of(envelope))
    return write_table(kind, NAMES, rows)


def _text(value: object) -> str:
    """Write numbers as computers read them; what is unknown stays empty."""
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def lines_of(envelope: Envelope) -> Iterator[Cells]:
    """Give every fact: what it is, of where, its choices, each challenge, then its sources."""
    diagnosis = thaw(envelope.content)
    yield from _about(envelope, diagnosis)
    yield from _perimeter(diagnosis)
    day = diagnosis.on.isoformat()
    for name, value in asdict(diagnosis.choices).items():
        # Weights and senses stand on the line of their indicator.
        if name not in ("weights", "senses"):
            yield {"nature": "choix", "code": name, "valeur": value, "date": day}
    for one in diagnosis.challenges:
        about: Cells = {
            "enjeu": one.uuid,
            "titre": one.title,
            "domaines": " ".join(one.domains),
            "odd": " ".join(map(str, one.goals)),
        }
        yield about | _reading(one) | {"date": day}
        yield from (about | cells for cells in _crossing(one.spot))
        for figure in one.figures:
            yield about | _figure(figure)
        for felt in one.felt:
            yield about | _felt(felt, is_used=felt is one.used_felt)
            yield from (about | cells for cells in _worlds(felt))
        if one.coverage:
            yield from (about | cells for cells in _coverage(one.coverage))
    for source, year, vintage in diagnosis.sources:
        yield {"nature": "source", "libelle": source, "annee": year, "geographie": vintage}


def _about(envelope: Envelope, diagnosis: Diagnosis) -> Iterator[Cells]:
    for code, label, value in (
        ("title", _("titre"), envelope.title),
        ("note", _("ce qu’il faut savoir pour le lire"), envelope.note),
        ("alliance", _("alliance"), diagnosis.alliance),
        ("question", _("question"), diagnosis.question),
        ("taken_by", _("arrêté par"), envelope.taken_by),
        ("fingerprint", _("empreinte du contenu"), envelope.fingerprint),
    ):
        day = envelope.taken_on.isoformat()
        yield {
            "nature": "diagnostic",
            "code": code,
            "libelle": label,
            "valeur": value,
            "date": day,
        }


def _perimeter(diagnosis: Diagnosis) -> Iterator[Cells]:
    where = diagnosis.perimeter
    yield {
        "nature": "perimetre",
        "code": "population",
        "libelle": where.label,
        "valeur": where.population,
        "unite": "inhabitants",
        "total": where.communes,
        "annee": where.population_year,
        "base": where.population_base,
    }
    for kind, code, name in where.units:
        yield {"nature": "perimetre", "code": f"{kind}:{code}", "libelle": name}


def _reading(one: ChallengeReading) -> Cells:
    spot = one.spot
    held = _("tient dans %(kept)s réglages voisins sur %(tried)s")
    return {
        "nature": "lecture",
        "code": spot.quadrant,
        "libelle": verdict_words(one),
        "valeur": " ".join(spot.gaps) or None,
        "besoin": spot.measured,
        "borne_basse": spot.measured_low,
        "borne_haute": spot.measured_high,
        "confiance": spot.confidence,
        "precision": held % {"kept": spot.kept, "tried": spot.tried},
    }


def _crossing(spot: SpotLine) -> Iterator[Cells]:
    """Give the three signs as the crossing reads them, then how far they stand apart."""
    for code, label, value, level, confidence in (
        (
            "measured",
            _("besoin mesuré"),
            spot.measured,
            spot.measured_level,
            spot.measured_confidence,
        ),
        (
            "perceived",
            _("ressenti"),
            spot.perceived,
            spot.perceived_level,
            spot.perceived_confidence,
        ),
        ("acted", _("action"), spot.acted, spot.acted_level, spot.acted_confidence),
        ("z_gap", _("écart entre mesuré et ressenti, réduit"), spot.z_gap, None, None),
        ("rank_gap", _("écart de rang entre mesuré et ressenti"), spot.rank_gap, None, None),
        ("spread", _("écart entre les mondes"), spot.spread, None, None),
    ):
        yield {
            "nature": "croisement",
            "code": code,
            "libelle": label,
            "valeur": value,
            "confiance": confidence,
            "precision": level,
        }


def _figure(one: FigureLine) -> Cells:
    return {
        "nature": "mesure",
        "code": one.slug,
        "libelle": shown(one.name),
        "valeur": one.value,
        "unite": one.unit,
        "sens": one.sense,
        "poids": one.weight,
        "besoin": one.need,
        "z": one.z,
        "milieu_pairs": one.middle,
        "quartile_bas": one.low,
        "quartile_haut": one.high,
        "pairs": one.peers,
        "france": one.country,
        "connus": one.known,
        "total": one.total,
        "secret": one.suppressed,
        "annee": one.year,
        "geographie": one.vintage,
        "base": one.base,
        "source": shown(one.source),
        "precision": one.reason or (_("publié pour le territoire") if one.is_published else None),
    }


def _felt(one: PerceivedLine, *, is_used: bool) -> Cells:
    return {
        "nature": "regard",
        "code": one.source,
        "libelle": one.label,
        "valeur": one.mean,
        "source": PerceivedSource(one.source).label,
        "reponses": one.answers,
        "borne_basse": one.low,
        "borne_haute": one.high,
        "date": one.asked_on and one.asked_on.isoformat(),
        "precision": " · ".join(_remarks(one, is_used=is_used)) or None,
    }


def _remarks(one: PerceivedLine, *, is_used: bool) -> Iterator[str]:
    if is_used:
        yield _("lu dans le croisement")
    if one.is_simulated:
        yield _("réponses simulées")


def _worlds(one: PerceivedLine) -> Iterator[Cells]:
    for score in one.worlds:
        yield {
            "nature": "monde",
            "code": score.world,
            "libelle": ActorWorld(score.world).label,
            "valeur": score.mean,
            "source": PerceivedSource(one.source).label,
            "reponses": score.answers,
            "date": one.asked_on and one.asked_on.isoformat(),
        }


def _coverage(one: CoverageLine) -> Iterator[Cells]:
    base: Cells = {
        "nature": "partenariats",
        "connus": one.known_domains,
        "total": one.known_domains + one.unknown,
    }
    for code, label, value in (
        ("partnerships", _("tous"), one.partnerships),
        ("running", _("en cours"), one.running),
        ("may_run", _("dont on ne sait pas s’ils durent"), one.may_run),
        ("per_10000", _("en cours pour 10 000 habitants"), one.per_10000),
    ):
        yield base | {"code": code, "libelle": label, "valeur": value}
