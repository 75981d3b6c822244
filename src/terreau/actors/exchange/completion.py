"""Complete a batch of rows: their commune, their territories, the sheet they name, their world."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.enums import SUBTYPES_BY_WORLD
from terreau.actors.exchange.drafts import Draft, draft_of
from terreau.actors.exchange.meeting import GUESSED, meet_by_number
from terreau.actors.exchange.objecting import respect_objections
from terreau.actors.exchange.options import ImportOptions
from terreau.actors.exchange.places import (
    PlaceIndex,
    PlaceQuestion,
    prevailing_departement,
)
from terreau.actors.exchange.sheets import read_sheet, spare_hidden, with_links
from terreau.actors.exchange.targets import Target, Targets
from terreau.actors.exchange.tokens import TerritoryTokens, tokens_of
from terreau.actors.exchange.worlds import guess_world
from terreau.actors.models import Organisation


class Completion:
    """Complete batches of rows with what one import keeps in memory."""

    def __init__(self, options: ImportOptions, places: PlaceIndex) -> None:
        self._options = options
        self._places = places
        self._tokens = TerritoryTokens(places)
        self._targets: Targets | None = None

    def complete(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Complete rows in a number of queries that does not depend on them."""
        drafts = [draft_of(row, self._options) for row in rows]
        respect_objections(drafts)
        self._find_places(drafts)
        self._check_tokens(drafts)
        self._targets = Targets([draft.values for draft in drafts], folds=self._options.folds)
        found = [self._targets.of(draft.values) for draft in drafts]
        sheets = self._read_sheets(found)
        for draft, target in zip(drafts, found, strict=True):
            self._settle(draft, target, sheets)
        return [draft.finish() for draft in drafts]

    def take_targets(self) -> Targets | None:
        """Give, once, what was looked for to complete the last batch."""
        targets, self._targets = self._targets, None
        return targets

    def _read_sheets(self, found: Sequence[Target]) -> dict[int, Organisation]:
        wanted = {target.pk for target in found if target.pk}
        if not wanted:
            return {}
        return {row.pk: row for row in with_links(Organisation.objects.filter(pk__in=wanted))}

    def _find_places(self, drafts: Sequence[Draft]) -> None:
        asked = [_question(draft) for draft in drafts]
        answers = [self._places.find(question) for question in asked]
        home = prevailing_departement(answer.place for answer in answers)
        for draft, question, answer in zip(drafts, asked, answers, strict=True):
            if question.is_empty:
                continue
            if answer.problem:
                answer = self._places.find(question, home=draft.told.get("departement") or home)
            draft.values.pop("place", None)
            if answer.place:
                draft.values["place"] = answer.place.code
            if answer.note:
                draft.note("place", answer.note)
            if answer.problem:
                self._without_place(draft, question, answer.problem)

    def _without_place(self, draft: Draft, question: PlaceQuestion, problem: str) -> None:
        """Refuse a wrong code typed by somebody; keep the row without place otherwise."""
        if question.code and not self._options.layout:
            draft.faults["place"] = problem
            return
        sentence = _("%(why)s L’organisation est gardée sans commune.") % {"why": problem}
        draft.note("place", sentence)

    def _check_tokens(self, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            code = (draft.told.get("departement") or "").upper()
            if code and not draft.values.get("perimeter"):
                draft.values["perimeter"] = [f"departement:{code.zfill(2)}"]
        self._tokens.load(token for draft in drafts for token in tokens_of(draft.values))
        for draft in drafts:
            self._normalise_perimeter(draft)

    def _normalise_perimeter(self, draft: Draft) -> None:
        tokens = draft.values.get("perimeter")
        problems = [
            problem for token in tokens_of(draft.values) if (problem := self._tokens.problem(token))
        ]
        if problems and draft.told.get("departement"):
            draft.values.pop("perimeter")
        elif problems:
            draft.faults["perimeter"] = " ".join(dict.fromkeys(problems))
        elif tokens:
            draft.values["perimeter"] = sorted(map(self._tokens.normal, tokens))

    def _settle(self, draft: Draft, target: Target, sheets: Mapping[int, Organisation]) -> None:
        sheet = sheets.get(target.pk or 0)
        if target.problem:
            draft.faults[""] = target.problem
        elif sheet is None:
            self._guess_world(draft)
        else:
            now = read_sheet(sheet)
            if draft.told.get("acronym"):
                draft.add("aliases", *(now["aliases"] or ()))
            spare_hidden(draft.values, sheet)
            meet_by_number(draft.values, now, target.by, self._options)

    def _guess_world(self, draft: Draft) -> None:
        values = draft.values
        if values.get("world"):
            return
        if values.get("subtype"):
            worlds = (
                w for w, subtypes in SUBTYPES_BY_WORLD.items() if values["subtype"] in subtypes
            )
            values["world"] = next(worlds).value
            return
        guess = guess_world(
            name=values.get("name") or "",
            legal_category=values.get("legal_category") or "",
            kind=draft.told.get("kind") or "",
            rna=values.get("rna") or "",
            naf=values.get("naf") or "",
        )
        if guess.world:
            values["world"], values["subtype"] = str(guess.world), str(guess.subtype) or None
            values[GUESSED] = ["world", "subtype"]
            draft.note("world", guess.sentence)
        elif self._options.default_world:
            values["world"], values[GUESSED] = self._options.default_world, ["world"]
        else:
            draft.faults["world"] = _(
                "Rien ne dit le monde de cette organisation. Remplissez la colonne « Monde », ou "
                "choisissez un monde par défaut en déposant le fichier."
            )


def _question(draft: Draft) -> PlaceQuestion:
    values, told = draft.values, draft.told
    code = values.get("place") or ""
    # An address tells the place only of those who do not say it otherwise.
    address = "" if code else values.get("address") or ""
    return PlaceQuestion(code, told.get("postcode") or "", told.get("city") or "", address)
