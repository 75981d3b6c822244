"""Duplicates: how well (labelled grants) and how fast (a file against a million sheets).

`python -m bench.matching quality` reads REFERENCE_DATA (default ../shared/data/reference);
`python -m bench.matching speed [SHEETS] [LINES]` uses the database of DATABASE_URL, or a SQLite
file in TERREAU_DATA_DIR, and makes the sheets when they are missing. Never run it on an instance
that serves.
"""

import os
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHEETS, LINES = 1_000_000, 10_000
CHUNK = 20_000
GRANTS = Path(os.environ.get("REFERENCE_DATA", ROOT.parent / "shared/data/reference")) / "grants"


def quality(grants: Path = GRANTS) -> str:
    """Precision, recall and calibration on the half of the labelled pairs that was not seen."""
    from rapidfuzz import fuzz

    from bench.matching_set import TEST, labelled_set, lexicon_of, read_records
    from terreau_engine.matching import PROPOSED_FROM, compare, evaluate, fold_name

    records = read_records(grants)
    lexicon, held_out = lexicon_of(records), labelled_set(grants, TEST)
    truths = [pair.is_same for pair in held_out.pairs]
    names = [(fold_name(p.first.names[0]), fold_name(p.second.names[0])) for p in held_out.pairs]
    places = [(p.first.place, p.second.place) for p in held_out.pairs]
    ways = {
        f"Terreau, score ≥ {PROPOSED_FROM}": [
            compare(pair.first, pair.second, lexicon).score for pair in held_out.pairs
        ],
        "exact folded name, same place": [
            float(one == two and here == there)
            for (one, two), (here, there) in zip(names, places, strict=True)
        ],
        "rapidfuzz token_set_ratio ≥ 90": [
            float(fuzz.token_set_ratio(one, two) >= 90) for one, two in names
        ],
    }
    told = {
        name: evaluate(scores, truths, threshold=PROPOSED_FROM, missed=held_out.missed)
        for name, scores in ways.items()
    }
    return _quality_page(held_out, told)


def _quality_page(held_out, told) -> str:
    ours = next(iter(told.values()))
    rows = "\n".join(
        f"| {name} | {_rate(q.precision)} | {_rate(q.recall)} | {_rate(q.f1)} | {q.proposed} |"
        for name, q in told.items()
    )
    bands = "\n".join(
        f"| {band.low:.1f}–{band.low + 0.1:.1f} | {band.pairs} | {band.mean_score:.2f} "
        f"| {band.true_share:.2f} |"
        for band in ours.bands
    )
    return f"""## Duplicates: quality on published grants

Base: the half of the organisations that the weights never saw, {held_out.organisations} legal
units under {held_out.records} spellings, {held_out.true} pairs of two spellings of one SIREN
(pairs of one spelling are left out), {len(held_out.pairs)} pairs that share a key; numbers hidden.
Keys bring {held_out.blocking_recall:.3f} of the true pairs together; recall counts the others as
missed. By construction no exact folded name is a true pair here: those found are false.

| | precision | recall | F1 | proposed |
|---|--:|--:|--:|--:|
{rows}

Calibration, Brier score **{ours.brier:.4f}**:

| score | pairs | mean score | true |
|---|--:|--:|--:|
{bands}
"""


def _rate(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def speed(sheets: int = SHEETS, lines: int = LINES) -> str:
    """Time the keys of so many sheets, and the proposals for so many lines."""
    from django.db import connection

    from terreau.actors.matching import propose_matches
    from terreau.actors.models import Organisation, OrganisationMatchKey

    filled = fill(sheets)
    dice = random.Random(5)
    rows, meant = _lines(dice, lines)
    wall, cpu = time.perf_counter(), time.process_time()
    found = propose_matches(rows)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    hits = sum(
        any(proposal.key == key for proposal in some)
        for some, key in zip(found, meant, strict=True)
        if key
    )
    keys, base = OrganisationMatchKey.objects.count(), Organisation.objects.count()
    return f"""## Duplicates: {lines} lines against {base} sheets, {connection.vendor}

{filled}
- {keys} keys, {keys / base:.1f} a sheet.
- Proposals for {lines} lines: **{wall:.1f} s** of clock, {cpu:.1f} s of this process
  (target ≤ 60 s); {sum(map(len, found))} proposals; {hits} of the {sum(map(bool, meant))} lines
  that misspell a known sheet find it among three.
"""


def fill(sheets: int) -> str:
    """Make the schema, France, the sheets and their keys; tell how long the keys took."""
    from django.core.management import call_command
    from django.db import connection

    from bench.generate import generate_organisations
    from terreau.actors.matching import index_match_keys
    from terreau.actors.models import Organisation, OrganisationMatchKey
    from terreau.territories.loading import load_referential
    from terreau.territories.models import Territory

    call_command("migrate", verbosity=0)
    if not Territory.objects.exists():
        load_referential()
    missing = sheets - Organisation.objects.count()
    if missing > 0:
        generate_organisations(missing)
    last = OrganisationMatchKey.objects.order_by("-organisation_id").first()
    todo = Organisation.objects.filter(pk__gt=last.organisation_id if last else 0).order_by("pk")
    ids = list(todo.values_list("pk", flat=True))
    wall, cpu = time.perf_counter(), time.process_time()
    for start in range(0, len(ids), CHUNK):
        index_match_keys(ids[start : start + CHUNK])
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if not ids:
        return "- Keys were already there."
    return f"- Keys of {len(ids)} sheets: {wall:.0f} s of clock, {cpu:.0f} s of this process."


def _lines(dice: random.Random, count: int) -> tuple[list[dict], list[str]]:
    """Half the lines misspell a known sheet, half are new; one in four does not say its place."""
    from terreau.actors.models import Organisation

    last = Organisation.objects.order_by("-pk").values_list("pk", flat=True)[0]
    known = Organisation.objects.filter(pk__in=dice.sample(range(1, last), count // 2))
    rows, meant = [], []
    for sheet in known.select_related("place").order_by("pk"):
        rows.append({"name": misspell(dice, sheet.name), "place": _place(dice, sheet)})
        meant.append(str(sheet.pk))
        rows.append({"name": f"Les {dice.randrange(10**6)} pas", "place": _place(dice, sheet)})
        meant.append("")
    return rows, meant


def _place(dice: random.Random, sheet) -> str:
    return sheet.place.code if sheet.place and dice.random() < 0.75 else ""


def misspell(dice: random.Random, name: str) -> str:
    """Write a name as people do: capitals, a form left out, a word cut, two letters crossed."""
    words = name.replace("Association", dice.choice(["Ass.", "ASSO", ""])).split()
    rank = max(range(len(words)), key=lambda at: len(words[at]))
    word = words[rank]
    cut = dice.randrange(2, len(word)) if len(word) > 3 else 1
    crossed = word[: cut - 1] + word[cut : cut + 1] + word[cut - 1] + word[cut + 1 :]
    words[rank] = dice.choice([word.upper(), word[: max(5, len(word) - 3)], crossed])
    return " ".join(words)


def main() -> None:
    """Run one part and print its figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    sys.path[:0] = [str(ROOT / "src")]
    what, *numbers = sys.argv[1:] or ["quality"]
    if what == "quality":
        print(quality())
        return
    import django

    django.setup()
    print(speed(*(int(number) for number in numbers)))


if __name__ == "__main__":
    main()
