"""What every page and every paper of a diagnosis shows, written once while nothing moves."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from terreau.core.keeping import Kept
from terreau.diagnoses.exchange.writing import EXPORTS
from terreau.diagnoses.forms.choices import ChoicesForm
from terreau.diagnoses.peers_words import peers_words
from terreau.diagnoses.pictures.blind_spots import draw_blind_spots
from terreau.diagnoses.presenting import cards_of
from terreau.diagnoses.summaries import summary_sentences
from terreau.diagnoses.values import Diagnosis

MOST_KEPT = 64
_FIELDS: Kept[SafeString] = Kept(most=MOST_KEPT)


@dataclass(frozen=True)
class _Asked:
    """A diagnosis under all that it says: two that say the same are shown the same."""

    said: str
    language: str | None
    diagnosis: Diagnosis = field(compare=False)


class Shown:
    """What is shown of a diagnosis; what the live page has of it is written when asked."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        self.context = {
            "diagnosis": diagnosis,
            "sentences": summary_sentences(diagnosis),
            "picture": draw_blind_spots(diagnosis),
            "cards": cards_of(diagnosis),
            "peers_label": peers_words(diagnosis),
            "exports": EXPORTS.items(),
        }

    @cached_property
    def body(self) -> SafeString:
        """The sentences, the picture and the cards, each leading to its challenge."""
        alliance = SimpleNamespace(slug=self.context["diagnosis"].slug)
        told = self.context | {"alliance": alliance, "challenge_link": True}
        return render_to_string("diagnoses/_diagnosis.html", told)

    @cached_property
    def sources(self) -> SafeString:
        """Where the figures come from, and with whom the territory is compared."""
        return render_to_string("diagnoses/_sources.html", self.context)


def shown_diagnosis(diagnosis: Diagnosis) -> dict:
    """Give what `_diagnosis.html` shows, live or frozen."""
    return dict(_shown(diagnosis).context)


def shown_live(diagnosis: Diagnosis) -> dict:
    """Give the same with its body and its sources already written."""
    shown = _shown(diagnosis)
    return shown.context | {"body": shown.body, "sources": shown.sources}


def shown_fields(form: ChoicesForm) -> SafeString:
    """The fields of the choices: the same choices are the same fields, whoever looks."""
    said = (repr(form.data), get_language())
    written = _FIELDS.get(said)
    if written is None:
        written = render_to_string("diagnoses/_fields.html", {"form": form})
        _FIELDS.keep(said, written)
    return written


def _shown(diagnosis: Diagnosis) -> Shown:
    return _kept(_Asked(repr(diagnosis), get_language(), diagnosis))


@lru_cache(maxsize=MOST_KEPT)
def _kept(asked: _Asked) -> Shown:
    return Shown(asked.diagnosis)
