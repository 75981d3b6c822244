"""Bring a file of organisations in, as a person does, and read what came of it."""

from terreau.actors.exchange.dataset import OrganisationDataset
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.models import ImportRun
from terreau.territories.models import Territory
from tests.actors.factories import now

DATASET = OrganisationDataset()
SIRET, SIBLING = "73282932000074", "73282932000017"


def make_places() -> None:
    """Three communes, two of one name, and a département."""
    for code, name, postcode in (
        ("94069", "Saint-Maurice", "94410"),
        ("94018", "Charenton-le-Pont", "94220"),
        ("67462", "Saint-Maurice", "67220"),
    ):
        Territory.objects.create(kind="commune", code=code, name=name, postcodes=postcode)
    Territory.objects.create(kind="departement", code="94", name="Val-de-Marne")


def bring(person, text: str | bytes, **said) -> ImportRun:
    """Receive a file and return its plan."""
    content = text.encode() if isinstance(text, str) else text
    return receive_file(
        dataset=DATASET, file_name="acteurs.csv", content=content, by=person, now=now(), **said
    )


def agree(person, text: str | bytes, **said) -> ImportRun:
    """Receive a file, agree to it and return the finished run."""
    run = bring(person, text, **said)
    confirm_run(run, by=person, now=now())
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.create_count, run.change_count, run.same_count, run.reject_count


def told(run: ImportRun) -> str:
    return str(list(run.rows.values_list("reasons", "notes")))
