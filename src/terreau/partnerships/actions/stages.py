"""Say that a partnership went on, went back, ended, or changed its level."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.writing import lock_partnership, save, write
from terreau.partnerships.enums import STAGE_RANKS, Level, Provenance, Stage
from terreau.partnerships.models import LevelChange, Partnership, StageChange
from terreau.partnerships.permissions import can_change_level, can_change_stage


@transaction.atomic
def change_stage(
    partnership: Partnership,
    stage: str,
    *,
    since: PartialDate,
    note: str,
    expected: str,
    by: Posture,
    now: datetime.datetime,
) -> StageChange:
    """Note the next stage. Going back is allowed, and says why; so does closing.

    `expected` is the stage that the person was looking at.
    """
    require(can_change_stage(by, partnership))
    stored = lock_partnership(partnership)
    is_back = is_step_back(stored.stage, stage)
    _check_move(stored, stage, expected, note, is_back=is_back)
    stored.stage = stage
    stored.closing_reason = note if stage == Stage.CLOSED else ""
    if stage == Stage.CLOSED:
        stored.next_review_on = None
    else:
        _adopt(stored)
    lived = ["provenance", "level"]
    save(stored, by, ["stage", "closing_reason", "next_review_on", *lived])
    change = StageChange.objects.create(
        partnership=stored,
        stage=stage,
        since=since,
        is_back=is_back,
        note=note,
        by=by.person,
        posture=by.label,
        recorded_at=now,
    )
    verb = "stage-back" if is_back else "stage-on"
    write(stored, verb, by=by, now=now, stage=str(Stage(stage).label), reason=note or "—")
    return change


def _adopt(stored: Partnership) -> None:
    """Whoever notes where a censused partnership stands makes it live here."""
    stored.provenance = Provenance.ACCOMPANIED
    stored.level = stored.level or Level.OCCASIONAL


def _check_move(
    stored: Partnership, stage: str, expected: str, note: str, *, is_back: bool
) -> None:
    if stored.stage != expected:
        raise Refused(
            _("Quelqu’un vient de noter l’étape « %(stage)s ». Rechargez la page.")
            % {"stage": stored.get_stage_display()}
        )
    if stored.stage == stage:
        raise Refused(
            _("Le partenariat en est déjà à « %(stage)s ».") % {"stage": stored.get_stage_display()}
        )
    if (is_back or stage == Stage.CLOSED) and not note.strip():
        raise Refused(why_is_needed(stage))


@transaction.atomic
def recall_stage(
    partnership: Partnership,
    stage: str,
    *,
    since: PartialDate,
    note: str,
    by: Posture,
    now: datetime.datetime,
) -> StageChange:
    """Complete the history with a stage lived before today's, else note it as the new one."""
    require(can_change_stage(by, partnership))
    stored = lock_partnership(partnership)
    latest = max((one.since for one in stored.stage_changes.all()), default=None)
    if latest is None or latest < since:
        return change_stage(
            stored, stage, since=since, note=note, expected=stored.stage, by=by, now=now
        )
    change = StageChange.objects.create(
        partnership=stored,
        stage=stage,
        since=since,
        note=note,
        by=by.person,
        posture=by.label,
        recorded_at=now,
    )
    write(stored, "stage-recalled", by=by, now=now, stage=str(Stage(stage).label), day=str(since))
    return change


def is_step_back(before: str, after: str) -> bool:
    """Tell whether a stage comes before another in the path; the three ways on are level."""
    return STAGE_RANKS[Stage(after)] < STAGE_RANKS.get(before, 0)


def why_is_needed(stage: str) -> str:
    """Ask for the reason, in the words of the move."""
    if stage == Stage.CLOSED:
        return _("Dites en une phrase pourquoi le partenariat s’arrête : cela sert aux suivants.")
    return _("Dites en une phrase pourquoi vous revenez en arrière : ce n’est pas un échec.")


@transaction.atomic
def change_level(
    partnership: Partnership,
    level: str,
    *,
    since: PartialDate,
    note: str,
    by: Posture,
    now: datetime.datetime,
) -> LevelChange:
    """Note that a partnership became more, or less, than it was."""
    require(can_change_level(by, partnership))
    stored = lock_partnership(partnership)
    if stored.level == level:
        raise Refused(
            _("Le niveau est déjà « %(level)s ».") % {"level": stored.get_level_display()}
        )
    stored.level = level
    save(stored, by, ["level"])
    write(stored, "level-changed", by=by, now=now, level=str(Level(level).label))
    return LevelChange.objects.create(
        partnership=stored,
        level=level,
        since=since,
        note=note,
        posture=by.label,
        recorded_at=now,
    )
