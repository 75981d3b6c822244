"""Complete the rows of a census: their parties, then the partnership that they already name."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from terreau.core.partial_dates import PartialDate
from terreau.partnerships.census_matching import Alike, Sought, find_alike
from terreau.partnerships.enums import Provenance
from terreau.partnerships.exchange.census.amounts import (
    add_amounts,
    read_amounts,
    span_of,
    write_amounts,
)
from terreau.partnerships.exchange.census.options import CensusOptions
from terreau.partnerships.exchange.census.parties import FoundParty, PartyFinder
from terreau.partnerships.exchange.census.reading import (
    FAULTS,
    GRANT,
    KNOWN,
    NOTES,
    PARTIES,
    SAID,
    CensusDraft,
    fault_column,
    read_draft,
)

Row = dict[str, Any]
LISTS = ("categories", "domains", "scopes", "territories", "sources")
PLAIN = ("title", "action", "certainty", "is_public")
DATES = ("starts_on", "ends_on")


def complete(
    rows: Sequence[Mapping[str, Any]],
    options: CensusOptions,
    finder: PartyFinder,
    source: str,
    places: Sequence[str] = (),
) -> list[Row]:
    """Complete rows in a number of queries that does not depend on them.

    `places` are the tokens of the territories of rows that say none.
    """
    drafts = [read_draft(row, options) for row in rows]
    asked = [cells for draft in drafts for cells in draft.parties]
    found = iter(finder.find(asked))
    for draft in drafts:
        if places and not draft.values.get("territories"):
            draft.values["territories"] = list(places)
    return [_finish(draft, [next(found) for _one in draft.parties], source) for draft in drafts]


def _finish(draft: CensusDraft, parties: Sequence[FoundParty], source: str) -> Row:
    for column, party in zip(draft.columns, parties, strict=True):
        for name, sentence in party.faults.items():
            draft.faults.setdefault(fault_column(column, name), sentence)
        for sentence in party.notes:
            draft.note("parties", sentence)
    if len({party.key for party in parties}) < 2 and not draft.faults:
        draft.faults["parties"] = _(
            "Un partenariat réunit au moins deux organisations différentes : cette ligne n’en "
            "nomme qu’une."
        )
    values = draft.values
    for name in LISTS:
        if values.get(name):
            values[name] = sorted(set(values[name]))
    values["sources"] = sorted({*(values.get("sources") or ()), *([source] if source else ())})
    values["parties"] = sorted(party.token for party in parties)
    if draft.said:
        values["amounts"] = write_amounts(draft.said)
    beside = {
        PARTIES: [party.stored() for party in parties],
        SAID: {key: str(amount) for key, amount in draft.said.items()},
        GRANT: draft.is_grant,
        FAULTS: draft.faults,
        NOTES: draft.notes,
    }
    return {**values, **{name: value for name, value in beside.items() if value}}


def keys_of(row: Mapping[str, Any]) -> list[str]:
    """What tells the parties of a row."""
    return [party["key"] for party in row.get(PARTIES, ())]


def row_key(row: Mapping[str, Any]) -> tuple | None:
    """Two lines are one partnership when the same sides, the same thing and time are told.

    Grants are summed by who gives and who receives.
    """
    keys = keys_of(row)
    if not keys:
        return None
    if row.get(GRANT):
        return ("grant", *keys)
    starts = row.get("starts_on")
    told = (row.get("title") or "", starts.text if starts else "")
    return (row.get("uuid") or "", *sorted(keys), *told, *(row.get("categories") or ()))


def merge(first: Mapping[str, Any], second: Mapping[str, Any]) -> Row | None:
    """Add to the row kept what another line of the same partnership says."""
    kept = dict(first)
    for name in LISTS:
        kept[name] = sorted({*(first.get(name) or ()), *(second.get(name) or ())})
        if not kept[name]:
            kept.pop(name)
    _join_actions(kept, second)
    said = add_amounts(_decimals(first.get(SAID)), _decimals(second.get(SAID)))
    if said:
        kept[SAID] = {key: str(amount) for key, amount in said.items()}
        _write_money(kept)
    for name in (*PLAIN, *DATES):
        if not kept.get(name) and second.get(name) and name in second:
            kept[name] = second[name]
    return kept if kept != dict(first) else None


def _join_actions(kept: Row, second: Mapping[str, Any]) -> None:
    """Keep the different purposes of the lines, while they stay readable."""
    told = [text for text in (kept.get("action") or "").split(" ; ") if text]
    more = second.get("action") or ""
    if more and more not in told and len(told) < 6:
        kept["action"] = " ; ".join([*told, more])[:4000]


def _write_money(row: Row) -> None:
    """What is known, replaced year by year by what this file says."""
    amounts = {**_decimals(row.get(KNOWN)), **_decimals(row.get(SAID))}
    row["amounts"] = write_amounts(amounts)
    first, last = span_of(amounts)
    if row.get(GRANT) and first:
        row |= {"starts_on": PartialDate(first), "ends_on": PartialDate(last)}


def _decimals(told: Mapping[str, str] | None) -> dict[str, Decimal]:
    return {key: Decimal(text) for key, text in (told or {}).items()}


def suit(row: Row, now: Mapping[str, Any], *, is_lived: bool) -> None:
    """Bring a row before the partnership it is about: it adds, and takes nothing away.

    One that lives in Terreau only hears one more voice: its parties tell the rest.
    """
    row["uuid"] = now["uuid"]
    row["sources"] = sorted({*(now["sources"] or ()), *(row.get("sources") or ())})
    joined = ("categories", "domains", "scopes", "territories")
    spared = [*PLAIN, *(() if row.get(GRANT) else DATES)]
    dropped = [name for name in spared if now[name] not in (None, "") or row.get(name) is None]
    if is_lived:
        dropped = [*PLAIN, *DATES, "amounts", *joined]
    for name in ("parties", *dropped):
        row.pop(name, None)
    for name in joined:
        if row.get(name):
            row[name] = sorted({*(now[name] or ()), *row[name]})
    if row.get(SAID) and not is_lived:
        known = read_amounts(now["amounts"] or ())
        row[KNOWN] = {key: str(amount) for key, amount in known.items()}
        _write_money(row)


def sought_of(row: Mapping[str, Any], pks: Sequence[int]) -> Sought:
    """What a row says, as the matching compares it."""
    return Sought(
        frozenset(pks),
        row.get("starts_on"),
        row.get("ends_on"),
        frozenset(row.get("categories") or ()),
    )


def party_pks(row: Mapping[str, Any]) -> list[int] | None:
    """The sheets of all the parties of a row, or None when one is still to be made."""
    keys = [key.partition(":") for key in keys_of(row)]
    if not keys or any(kind != "pk" for kind, _colon, _pk in keys):
        return None
    return [int(pk) for _kind, _colon, pk in keys]


def alike_of(rows: Sequence[Mapping[str, Any]], person) -> list[list[Alike]]:
    """What each row may already be about; nothing when one of its parties is new."""
    known = [party_pks(row) for row in rows]
    asked = [at for at, pks in enumerate(known) if pks]
    found = find_alike([sought_of(rows[at], known[at] or ()) for at in asked], person)
    answers: list[list[Alike]] = [[] for _row in rows]
    for at, alike in zip(asked, found, strict=True):
        answers[at] = alike
    return answers


def surely(row: Mapping[str, Any], alike: Sequence[Alike]) -> Alike | None:
    """The one that a row is about without asking anybody: a census that says exactly the same."""
    same = [
        one
        for one in alike
        if one.has_same_parties and one.partnership.provenance == Provenance.CENSUSED
    ]
    if row.get(GRANT):
        same = [one for one in same if _is_funded(one)]
    else:
        same = [one for one in same if _says_the_same(row, one)]
    return same[0] if len(same) == 1 else None


def _is_funded(one: Alike) -> bool:
    return any(party.flows.all() for party in one.partnership.parties.all())


def _says_the_same(row: Mapping[str, Any], one: Alike) -> bool:
    known = one.partnership
    title = row.get("title")
    return (
        (row.get("starts_on") or None) == (known.starts_on or None)
        and set(row.get("categories") or ()) == {row.category for row in known.categories.all()}
        and (not title or title == known.title)
    )
