"""Load the demonstration, whole or not at all.

Everything is one transaction: a process killed in the middle leaves an instance without demo, and
the next run starts afresh. The line « demo-loaded » of the instance's journal is written last, in
the same transaction; since that journal is append-only, a second run finds it and leaves the data
as people have changed them.

The accounts share one password that is printed and published, so settings whose
`TERREAU_DEMO_PASSWORD` is empty (production's) refuse the demo. Forced there, it draws a password
of its own, returned once in the summary and stored only as a hash.
"""

import datetime
import secrets
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from terreau.core.journal import record, records_of
from terreau.core.verdicts import GRANTED, Verdict, refused, require
from terreau.portal.demo.accounts import DemoAccount, accounts_of, open_accounts
from terreau.portal.demo.alliances import write_alliance
from terreau.portal.demo.care import write_care
from terreau.portal.demo.diagnosis import write_diagnosis
from terreau.portal.demo.dialogues import write_dialogue
from terreau.portal.demo.experiments import write_experiments
from terreau.portal.demo.meetings import write_meetings
from terreau.portal.demo.organisations import write_mandates, write_organisations
from terreau.portal.demo.partnerships import write_partnerships
from terreau.portal.demo.places import find_places
from terreau.portal.demo.reading import DemoFacts, read_facts
from terreau.portal.demo.writing import Written
from terreau.portal.journal_verbs import DEMO_LOADED

INSTANCE = "instance"


class Progress(Protocol):
    """What the loader tells its advance to."""

    def advance(self, done: int, total: int, message: str = "") -> None: ...


@dataclass(frozen=True)
class DemoSummary:
    """What the loader did, or found already done."""

    was_loaded_before: bool
    organisations: int
    alliances: int
    accounts: tuple[DemoAccount, ...]


class _Steps:
    """Count the steps and tell them."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self, message: str) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress.advance(self.done, self.total, message)


def is_demo_loaded() -> bool:
    """Tell whether this instance ever received the demonstration."""
    return records_of(INSTANCE).filter(verb=DEMO_LOADED).exists()


def can_load_demo(*, forced: bool) -> Verdict:
    """Load the demo: where the settings give its password, or where somebody insists."""
    if forced or settings.TERREAU_DEMO_PASSWORD:
        return GRANTED
    return refused(
        _(
            "Cette installation est réglée pour un usage réel : la démonstration y ouvrirait des "
            "comptes dont tout le monde connaît le mot de passe. Lancez-la avec les réglages de "
            "développement (DJANGO_SETTINGS_MODULE=config.settings.dev), ou insistez (--force) : "
            "un mot de passe propre à cette installation sera tiré au sort et affiché une fois."
        )
    )


def load_demo(
    *, progress: Progress | None = None, now: datetime.datetime, forced: bool = False
) -> DemoSummary:
    """Write the demonstration once; run again, it changes nothing."""
    require(can_load_demo(forced=forced))
    facts = read_facts()
    if is_demo_loaded():
        return _summary(facts, settings.TERREAU_DEMO_PASSWORD, was_loaded_before=True)
    password = settings.TERREAU_DEMO_PASSWORD or secrets.token_urlsafe(16)
    with transaction.atomic():
        _write(facts, password=password, progress=progress, now=now)
    return _summary(facts, password, was_loaded_before=False)


def _write(
    facts: DemoFacts, *, password: str, progress: Progress | None, now: datetime.datetime
) -> None:
    step = _Steps(progress, len(facts.organisations) + len(facts.alliances) + 3)
    places = find_places(facts)
    persons = open_accounts(facts.people, password=password, now=now)
    administrator = next(persons[fact.key] for fact in facts.people if fact.is_staff)
    step(_("comptes"))
    organisations = write_organisations(
        facts, places=places, administrator=administrator, now=now, step=step
    )
    mandates = write_mandates(
        facts.people,
        persons=persons,
        organisations=organisations,
        administrator=administrator,
        now=now,
    )
    step(_("mandats"))
    written = Written(facts, places, persons, organisations, mandates)
    for alliance in facts.alliances:
        write_alliance(alliance, written=written, now=now)
        step(alliance.name)
    write_dialogue(written, now=now)
    events = write_meetings(written, now=now)
    experiments = write_experiments(written, now=now)
    write_partnerships(written, events, experiments, now=now)
    write_diagnosis(written, now=now)
    write_care(written, now=now)
    step(_("dialogue"))
    posture = _("ligne de commande")
    record(INSTANCE, DEMO_LOADED, by=None, posture=posture, now=now)


def _summary(facts: DemoFacts, password: str, *, was_loaded_before: bool) -> DemoSummary:
    return DemoSummary(
        was_loaded_before=was_loaded_before,
        organisations=len(facts.organisations),
        alliances=len(facts.alliances),
        accounts=tuple(accounts_of(facts, password)),
    )
