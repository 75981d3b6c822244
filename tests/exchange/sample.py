"""A dataset for the tests: persons, without the trade's own rules."""

from terreau.accounts.models import Person
from terreau.core.exchange.columns import BOOLEAN, CODE, CellError, Column
from terreau.core.exchange.datasets import Ambiguous, Dataset, register_dataset
from terreau.core.verdicts import GRANTED, refused

DOMAIN = "@trees.example.org"


class Trees(Dataset):
    """Persons whose address ends like a tree's."""

    name = "trees"
    label = "Arbres"
    lead = "Les arbres du verger."
    columns = (
        Column("email", "Identifiant", CODE, required=True, example="0042@trees.example.org"),
        Column("full_name", "Nom", required=True, max_length=150, help="Le nom usuel"),
        Column("is_active", "Vivant", BOOLEAN),
    )
    key = ("email",)

    def can_import(self, person):
        return GRANTED if person.email != "chloe@example.org" else refused("Chloé ne plante pas.")

    def can_export(self, person):
        return self.can_import(person)

    def _trees(self):
        return Person.objects.filter(email__endswith=DOMAIN).order_by("pk")

    def export_values(self, person):
        return map(self.read_values, self._trees())

    def find_existing(self, rows):
        wanted = {row.get("email") for row in rows}
        found = {tree.email: tree for tree in Person.objects.filter(email__in=wanted)}
        if any(row.get("full_name") == "Sosie" for row in rows):
            return [Ambiguous("Deux arbres portent ce nom. Donnez leur identifiant.")] * len(rows)
        return [found.get(row.get("email")) for row in rows]

    def find_by_key(self, keys):
        return {str(tree.pk): tree for tree in Person.objects.filter(pk__in=keys)}

    def read_values(self, instance):
        return {
            "email": instance.email,
            "full_name": instance.full_name,
            "is_active": instance.is_active,
        }

    def check_row(self, values):
        if values.get("full_name") == "Dragon":
            return {"full_name": "Un dragon n’est pas un arbre."}
        return {}

    def create(self, values, *, by, posture, now):
        if values["full_name"] == "Lierre":
            raise CellError("Le lierre ne se plante pas ici.")
        return Person.objects.create_user(**{"is_active": True, **values})

    def change(self, instance, values, *, by, posture, now):
        Person.objects.filter(pk=instance.pk).update(**values)
        for name, value in values.items():
            setattr(instance, name, value)

    def remove(self, instance, *, by, posture, now):
        instance.delete()

    def can_remove(self, instance):
        return refused("il porte un nid") if instance.full_name == "Nid" else GRANTED


TREES = Trees()
register_dataset(TREES)


def table(*rows: str) -> bytes:
    """Write a CSV as a person would."""
    return "\n".join(["Identifiant;Nom;Vivant", *rows]).encode()


def row(rank: int, name: str = "", alive: str = "oui") -> str:
    """Write one row of it."""
    return f"{rank:04}{DOMAIN};{name or f'Arbre {rank}'};{alive}"
