"""What every page and every paper of a diagnosis shows."""

from terreau.diagnoses.exchange.writing import EXPORTS
from terreau.diagnoses.peers_words import peers_words
from terreau.diagnoses.pictures.blind_spots import draw_blind_spots
from terreau.diagnoses.presenting import cards_of
from terreau.diagnoses.summaries import summary_sentences
from terreau.diagnoses.values import Diagnosis


def shown_diagnosis(diagnosis: Diagnosis) -> dict:
    """Give what `_diagnosis.html` shows, live or frozen."""
    return {
        "diagnosis": diagnosis,
        "sentences": summary_sentences(diagnosis),
        "picture": draw_blind_spots(diagnosis),
        "cards": cards_of(diagnosis),
        "peers_label": peers_words(diagnosis),
        "exports": EXPORTS.items(),
    }
