"""Fold names so that searches forgive accents, hyphens, œ, apostrophes and « saint »."""

import re
import unicodedata
from functools import lru_cache

from django.db import models

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SAINT = re.compile(r"\b(?:saint|sainte|ste)\b")


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """Reduce a text to plain lower-case words.

    >>> fold("Cœur d’Éco – Sainte-Anne")
    'coeur d eco st anne'
    """
    flat = text or ""
    if flat.isascii():
        flat = flat.lower()
    else:
        flat = unicodedata.normalize("NFKD", flat.translate(_LIGATURES)).casefold()
        flat = "".join([char for char in flat if not unicodedata.combining(char)])
    return _SAINT.sub("st", _NOT_WORD.sub(" ", flat)).strip()


class FoldedField(models.TextField):
    """Keep beside some fields their folded text; written each time the row is."""

    def __init__(self, *args, sources: tuple[str, ...] = (), **kwargs) -> None:
        self.sources = sources
        super().__init__(*args, **{"editable": False, "default": "", **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance, add):
        folded = " ".join(fold(getattr(model_instance, source)) for source in self.sources)
        setattr(model_instance, self.attname, folded.strip())
        return super().pre_save(model_instance, add)
