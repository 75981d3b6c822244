"""Decide of two sheets: one organisation or two; merge them, and take the merger back."""

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.actions.parting import part_sheets, why_not_parted
from terreau.actors.actions.telling import tell
from terreau.actors.actions.uniting import unite_sheets
from terreau.actors.enums import PairState
from terreau.actors.indexing import refresh_indexes
from terreau.actors.matching.choices import MergeChoices
from terreau.actors.matching.distinct import remember_distinct
from terreau.actors.matching.following import tell_followers
from terreau.actors.matching.scanning import score_pair
from terreau.actors.models import DuplicatePair, Organisation, OrganisationMerge
from terreau.actors.permissions_matching import (
    can_agree_to_merge,
    can_ask_accord,
    can_find_duplicates,
    can_merge,
    can_tell_distinct,
    can_undo_merge,
)
from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.verdicts import Refused, refused, require


@transaction.atomic
def note_pair(
    first: Organisation, second: Organisation, *, by: Posture, now: datetime.datetime
) -> DuplicatePair:
    """Put two sheets side by side, chosen by hand; the pair already noted is given back."""
    require(can_find_duplicates(by.person, today=localdate(now)))
    if first.pk == second.pk:
        require(refused(_("Choisissez deux fiches différentes.")))
    low, high = sorted((first.pk, second.pk))
    score, reasons = score_pair(low, high)
    pair, _is_new = DuplicatePair.objects.get_or_create(
        first_id=low,
        second_id=high,
        defaults={"score": score, "reasons": list(reasons), "found_at": now},
    )
    return pair


@transaction.atomic
def tell_distinct(pair: DuplicatePair, *, by: Posture, now: datetime.datetime) -> None:
    """Remember for ever that two sheets are two organisations; no search proposes them again."""
    require(can_tell_distinct(by.person, pair, today=localdate(now)))
    _require_state(pair, PairState.OPEN)
    remember_distinct([(pair.first_id, pair.second_id)], by=by.person, now=now)
    _tell_both(pair, "pair-distinct", by, now)


@transaction.atomic
def reopen_pair(pair: DuplicatePair, *, by: Posture, now: datetime.datetime) -> None:
    """Take back « two organisations »: the pair is to be decided again."""
    require(can_tell_distinct(by.person, pair, today=localdate(now)))
    _require_state(pair, PairState.DISTINCT)
    DuplicatePair.objects.filter(pk=pair.pk).update(
        state=PairState.OPEN, decided_by=None, decided_at=None
    )
    _tell_both(pair, "pair-reopened", by, now)


@transaction.atomic
def ask_accord(pair: DuplicatePair, *, by: Posture, now: datetime.datetime) -> None:
    """Ask whoever speaks for one of the two to agree: it waits in their « À faire »."""
    require(can_ask_accord(by.person, pair, today=localdate(now)))
    _require_state(pair, PairState.OPEN)
    DuplicatePair.objects.filter(pk=pair.pk).update(asked_by=by.person, asked_at=now)
    _tell_both(pair, "pair-asked", by, now)


@transaction.atomic
def agree_to_merge(pair: DuplicatePair, *, by: Posture, now: datetime.datetime) -> None:
    """Agree, in the name of one of the two organisations, that both sheets become one."""
    require(can_agree_to_merge(by.person, pair, today=localdate(now)))
    _require_state(pair, PairState.OPEN)
    DuplicatePair.objects.filter(pk=pair.pk).update(agreed_by=by.person, agreed_as=by.label)
    _tell_both(pair, "pair-agreed", by, now)


@transaction.atomic
def merge_organisations(
    kept: Organisation,
    absorbed: Organisation,
    choices: MergeChoices,
    *,
    by: Posture,
    expected_versions: tuple[int, int],
    pair: DuplicatePair | None = None,
    now: datetime.datetime,
) -> OrganisationMerge:
    """Make one sheet of two; `EditConflict` when somebody saved either meanwhile.

    Whatever any domain tied to the absorbed sheet follows to the kept one, its names become other
    names, its address leads to the kept sheet. The merger keeps all that its undoing needs.
    """
    kept, absorbed = _lock_both(kept.pk, absorbed.pk)
    require(can_merge(by.person, kept, absorbed, today=localdate(now), pair=pair))
    names = {"name": kept.name, "other": absorbed.name}
    claim_version(kept, expected_versions[0])
    claim_version(absorbed, expected_versions[1])
    trace = unite_sheets(kept, absorbed, choices, by=by, now=now)
    merge = OrganisationMerge.objects.create(
        kept=kept,
        absorbed=absorbed,
        kept_name=names["name"],
        absorbed_name=names["other"],
        trace=trace,
        merged_by=by.person,
        posture=by.label,
        merged_at=now,
    )
    _settle_pair(kept, absorbed, PairState.MERGED, by, now)
    refresh_indexes([kept.pk, absorbed.pk])
    tell_followers(kept, by, now)
    tell(kept, "organisation-merged", by, now, {"other": names["other"]})
    tell(absorbed, "organisation-absorbed", by, now, {"other": kept.name})
    return merge


@transaction.atomic
def undo_merge(merge: OrganisationMerge, *, by: Posture, now: datetime.datetime) -> None:
    """Make two sheets of one again, exactly as they were, or refuse with every reason."""
    kept, absorbed = _lock_both(merge.kept_id, merge.absorbed_id)
    merge = OrganisationMerge.objects.select_for_update().get(pk=merge.pk)
    merge.kept = kept
    require(can_undo_merge(by.person, merge, today=localdate(now)))
    if reasons := why_not_parted(merge):
        raise Refused(" ".join(reasons))
    claim_version(kept, kept.version)
    claim_version(absorbed, absorbed.version)
    part_sheets(merge, by=by)
    OrganisationMerge.objects.filter(pk=merge.pk).update(undone_at=now, undone_as=by.label)
    _settle_pair(kept, absorbed, PairState.OPEN, by, now)
    refresh_indexes([kept.pk, absorbed.pk])
    for sheet in (kept, absorbed):
        tell_followers(sheet, by, now)
    tell(kept, "organisation-parted", by, now, {"other": absorbed.name})
    tell(absorbed, "organisation-returned", by, now, {"other": kept.name})


def _lock_both(kept: int, absorbed: int) -> tuple[Organisation, Organisation]:
    """Take both rows until the end of the transaction, in one order: mergers wait in turn."""
    rows = Organisation.objects.filter(pk__in=[kept, absorbed]).order_by("pk")
    found = {row.pk: row for row in rows.select_for_update()}
    return found[kept], found[absorbed]


def _require_state(pair: DuplicatePair, state: PairState) -> None:
    stored = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    if stored.state != state:
        raise Refused(
            _("Quelqu’un vient de décider de ces deux fiches : « %(state)s ». Rechargez la page.")
            % {"state": stored.get_state_display()}
        )


def _settle_pair(
    kept: Organisation,
    absorbed: Organisation,
    state: PairState,
    by: Posture,
    now: datetime.datetime,
) -> None:
    low, high = sorted((kept.pk, absorbed.pk))
    decided = state != PairState.OPEN
    DuplicatePair.objects.update_or_create(
        first_id=low,
        second_id=high,
        defaults={
            "state": state,
            "decided_by": by.person if decided else None,
            "decided_at": now if decided else None,
        },
        create_defaults={
            "score": 0.0,
            "found_at": now,
            "state": state,
            "decided_by": by.person,
            "decided_at": now,
        },
    )


def _tell_both(pair: DuplicatePair, verb: str, by: Posture, now: datetime.datetime) -> None:
    first, second = pair.first, pair.second
    tell(first, verb, by, now, {"other": second.name})
    tell(second, verb, by, now, {"other": first.name})
