"""Compute the index of the directory again."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.search.keeping import compute_meanings
from terreau.actors.search.meaning import load_meaning
from terreau.actors.search.rebuilding import rebuild_index


class Command(BaseCommand):
    help = "Recalcule l’index de recherche des acteurs à partir des fiches."

    def handle(self, *args, **options):
        """Rebuild the words, then the meanings where a model is installed."""
        done = rebuild_index(self._tell)
        sentence = ngettext(
            "Index refait : %(count)s fiche.", "Index refait : %(count)s fiches.", done
        )
        self.stdout.write(sentence % {"count": done})
        meaning = load_meaning()
        if meaning is None:
            self.stdout.write(
                _("Aucun modèle de sens n’est installé : la recherche par mots suffit.")
            )
            return
        compute_meanings(meaning)

    def _tell(self, done: int, total: int, message: str) -> None:
        self.stdout.write(f"{message} : {done} / {total}")
