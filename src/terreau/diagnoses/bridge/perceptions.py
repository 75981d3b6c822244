"""Scores of perception surveys as values of the engine: means, intervals, worlds, agreement."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from terreau.actors.enums import ActorWorld
from terreau.diagnoses.enums import SurveyWeighting
from terreau.diagnoses.models import (
    PerceptionSurvey,
    SurveyAnswer,
    SurveyItem,
    SurveyScore,
    SurveyTarget,
)
from terreau.dialogues.bridge.outlooks import WorldView
from terreau.dialogues.enums import Space
from terreau.dialogues.small_cells import shown_cells
from terreau_engine.concordance import Concordance, kendall_w
from terreau_engine.survey import MeanEstimate, estimate_mean, group_weights

FEWEST = 5  # R14: under these a mean would tell who said what
UNSAID = ""  # the world of who did not say theirs


@dataclass(frozen=True)
class SurveyItemView:
    """One item: what all feel, with its doubt, then what each world feels."""

    item: SurveyItem
    views: tuple[WorldView, ...]
    estimate: MeanEstimate
    unknown: int  # said « ne sait pas »
    skipped: int  # answered the survey and said nothing of this item
    rank: int | None = None

    @property
    def mean(self) -> float | None:
        return self.estimate.mean

    @property
    def centre(self) -> float | None:
        """Where the figure of all is drawn."""
        return self.mean

    @property
    def band(self) -> tuple[float, float] | None:
        """The interval around the mean of all."""
        low, high = self.estimate.low, self.estimate.high
        return None if low is None or high is None else (low, high)

    @property
    def widest(self) -> tuple[str, str, float] | None:
        """The two worlds furthest apart among those that are shown, and by how much."""
        told = [one for one in self.views if one.mean is not None and one.world != UNSAID]
        if len(told) < 2:
            return None
        high = max(told, key=lambda one: one.mean or 0)
        low = min(told, key=lambda one: one.mean or 0)
        return high.world, low.world, (high.mean or 0) - (low.mean or 0)


@dataclass(frozen=True)
class SurveyView:
    """A survey ready to be read: items by decreasing mean, worlds, agreement on the order."""

    items: tuple[SurveyItemView, ...]
    worlds: tuple[str, ...]
    voices: Mapping[str, int]
    mandated: int  # answers given in the name of an organisation
    weights: Mapping[str, float]  # of one answer of each world; empty when all weigh the same
    agreement: Concordance | None

    @property
    def answered(self) -> int:
        """How many answered."""
        return sum(self.voices.values())


@dataclass
class _Sheet:
    """What was answered to one survey."""

    items: list[SurveyItem] = field(default_factory=list)
    worlds: dict[int, str] = field(default_factory=dict)  # by voice
    scores: dict[int, dict[int, int | None]] = field(default_factory=dict)  # by item, by voice
    targets: dict[str, int] = field(default_factory=dict)
    mandated: int = 0


def view_survey(survey: PerceptionSurvey) -> SurveyView:
    """Read one survey."""
    return view_surveys([survey])[survey.pk]


def view_surveys(surveys: Iterable[PerceptionSurvey]) -> dict[int, SurveyView]:
    """Read several surveys, in four queries whatever their number."""
    asked = {survey.pk: survey for survey in surveys}
    sheets = _read(asked)
    return {key: _view(asked[key], sheet) for key, sheet in sheets.items()}


def _read(asked: Mapping[int, PerceptionSurvey]) -> dict[int, _Sheet]:
    sheets = {key: _Sheet() for key in asked}
    items = SurveyItem.objects.filter(survey_id__in=asked).select_related("domain")
    for item in items.order_by("rank", "pk"):
        sheets[item.survey_id].items.append(item)
    answers = SurveyAnswer.objects.filter(survey_id__in=asked, participant__folded_into=None)
    columns = ("survey_id", "participant_id", "participant__space", "participant__world", "world")
    for survey, voice, space, theirs, said in answers.order_by("pk").values_list(*columns):
        is_mandated = space == Space.ORGANISATIONS
        sheets[survey].worlds[voice] = theirs if is_mandated else said
        sheets[survey].mandated += is_mandated
    scores = SurveyScore.objects.filter(
        item__survey_id__in=asked, participant__folded_into=None
    ).order_by("pk")
    for survey, item, voice, score in scores.values_list(
        "item__survey_id", "item_id", "participant_id", "score"
    ):
        sheets[survey].scores.setdefault(item, {})[voice] = score
    _read_targets(asked, sheets)
    return sheets


def _read_targets(asked: Mapping[int, PerceptionSurvey], sheets: Mapping[int, _Sheet]) -> None:
    wanted = [key for key, one in asked.items() if one.weighting == SurveyWeighting.TARGETS]
    if wanted:
        rows = SurveyTarget.objects.filter(survey_id__in=wanted).order_by("pk")
        for survey, world, share in rows.values_list("survey_id", "world", "share"):
            sheets[survey].targets[world] = share


def _view(survey: PerceptionSurvey, sheet: _Sheet) -> SurveyView:
    voices = Counter(sheet.worlds.values())
    worlds = tuple(world for world in (*ActorWorld.values, UNSAID) if world in voices)
    weights = _weights(survey, sheet, voices)
    read = [_item(item, sheet, worlds, weights) for item in sheet.items]
    read.sort(key=lambda one: (one.mean is None, -(one.mean or 0), one.item.rank))
    return SurveyView(
        tuple(_ranked(read)),
        worlds,
        {world: voices[world] for world in worlds},
        sheet.mandated,
        weights,
        _agreement(read, worlds),
    )


def _weights(
    survey: PerceptionSurvey, sheet: _Sheet, voices: Mapping[str, int]
) -> dict[str, float]:
    if survey.weighting == SurveyWeighting.NONE:
        return {}
    counts = {world: voices[world] for world in voices if world != UNSAID}
    targets = sheet.targets if survey.weighting == SurveyWeighting.TARGETS else None
    return {UNSAID: 0.0, **group_weights(counts, targets)}


def _item(
    item: SurveyItem, sheet: _Sheet, worlds: Sequence[str], weights: Mapping[str, float]
) -> SurveyItemView:
    said: dict[str, list[int]] = {world: [] for world in worlds}
    unsure: Counter[str] = Counter()
    given = sheet.scores.get(item.pk, {})
    for voice, world in sheet.worlds.items():
        score = given.get(voice)
        if score is not None:
            said[world].append(score)
        elif voice in given:
            unsure[world] += 1
    shown = _shown(said, weights)
    views = tuple(_world(world, said[world], unsure[world], world in shown) for world in worlds)
    known = [(score, weights.get(world, 1.0)) for world in worlds for score in said[world]]
    counted = [(score, weight) for score, weight in known if weight > 0]
    found = estimate_mean([s for s, _w in counted], [w for _s, w in counted])
    if found.base < FEWEST:
        found = MeanEstimate(None, None, None, found.base, found.effective)
    unknown = sum(unsure.values())
    skipped = len(sheet.worlds) - len(known) - unknown
    return SurveyItemView(item, views, found, unknown, skipped)


def _shown(said: Mapping[str, Sequence[int]], weights: Mapping[str, float]) -> frozenset[str]:
    """Choose the worlds to show; those that weigh nothing hide nobody behind the figure of all."""
    bases = {world: len(scores) for world, scores in said.items()}
    counted = {world: n for world, n in bases.items() if weights.get(world, 1.0) > 0}
    apart = {world for world, n in bases.items() if world not in counted and n >= FEWEST}
    return shown_cells(counted, sum(counted.values()), FEWEST) | apart


def _world(world: str, scores: Sequence[int], unsure: int, is_shown: bool) -> WorldView:
    if not is_shown:
        return WorldView(world, None, 0, 0, True)
    return WorldView(world, sum(scores) / len(scores), len(scores), unsure, False)


def _ranked(read: Sequence[SurveyItemView]) -> list[SurveyItemView]:
    """Rank from 1 the items that have a mean; equal means share the best of their ranks."""
    means = [round(one.mean, 9) for one in read if one.mean is not None]
    return [
        SurveyItemView(
            one.item,
            one.views,
            one.estimate,
            one.unknown,
            one.skipped,
            None if one.mean is None else means.index(round(one.mean, 9)) + 1,
        )
        for one in read
    ]


def _agreement(read: Sequence[SurveyItemView], worlds: Sequence[str]) -> Concordance | None:
    """Kendall's W between the worlds that are shown on each item."""
    rows = []
    for place, world in enumerate(worlds):
        means = [one.views[place].mean for one in read]
        if world != UNSAID and means and None not in means:
            rows.append(means)
    return kendall_w(rows) if len(rows) > 1 and len(read) > 1 else None
