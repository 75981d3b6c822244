"""A dataset that works by batches: trees kept as persons, with look-alikes and a layout."""

import time
from dataclasses import dataclass

from django import forms

from terreau.accounts.models import Person
from terreau.core.exchange.columns import BOOLEAN, CODE, CellError, Column
from terreau.core.exchange.datasets import Dataset, Layout, Proposal, register_dataset
from terreau.core.verdicts import GRANTED, refused

DOMAIN = "@orchard.example.org"
KEPT_BY = " · gardé par "


class Source(forms.Form):
    """Where the trees come from."""

    gardener = forms.CharField(label="Jardinier", max_length=40)


def _unfold(cells):
    """Read one line of the official register: the tree, and the graft that it carries."""
    if not cells["arbre"]:
        return []
    parts = [{"code": cells["arbre"], "name": cells["essence"], "keeper": cells["garde"]}]
    if cells["greffe"] == "illisible":
        raise CellError("La greffe est illisible.")
    if cells["greffe"]:
        parts.append({"code": cells["greffe"], "name": f"Greffe de {cells['essence']}"})
    return parts


REGISTER = Layout(
    name="register",
    label="Registre des arbres",
    recognises=lambda headings: {"arbre", "essence", "greffe", "garde"} <= set(headings),
    unfold=_unfold,
    source_kind="register",
    licence="Licence Ouverte 2.0",
)


@dataclass
class Tree:
    """A person seen as a tree."""

    person: Person

    @property
    def pk(self):
        return self.person.pk

    def __str__(self):
        return self.person.full_name


class Orchard(Dataset):
    """Trees whose code has four digits."""

    name = "orchard"
    label = "Verger"
    columns = (
        Column("code", "Code", CODE, width=4, synonyms=("N° d’arbre",), example="0042"),
        Column("name", "Nom", required=True, max_length=100, synonyms=("essence", "variété")),
        Column("keeper", "Gardien", is_personal=True, synonyms=("garde", "responsable")),
        Column("alive", "Vivant", BOOLEAN, synonyms=("en vie",)),
    )
    key = ("code",)
    layouts = (REGISTER,)
    provenance_form = None
    pause = 0.0
    moved = ()

    def can_import(self, person):
        return refused("Chloé ne plante pas.") if "chloe" in person.email else GRANTED

    can_export = can_import

    def _trees(self, **filters):
        return Person.objects.filter(email__endswith=DOMAIN, **filters).order_by("email")

    def export_values(self, person):
        return (self._values(tree) for tree in self._trees().iterator())

    def _values(self, tree):
        name, _mark, keeper = tree.full_name.partition(KEPT_BY)
        code = tree.email.removesuffix(DOMAIN)
        return {
            "code": None if code.startswith("sans-") else code,
            "name": name,
            "keeper": keeper or None,
            "alive": tree.is_active,
        }

    def read_values(self, instance):
        return self._values(instance.person)

    def find_existing(self, rows):
        time.sleep(self.pause)
        wanted = [f"{row['code']}{DOMAIN}" for row in rows if row.get("code")]
        found = {tree.email: Tree(tree) for tree in self._trees(email__in=wanted)}
        return [found.get(f"{row.get('code')}{DOMAIN}") for row in rows]

    def find_by_key(self, keys):
        return {str(tree.pk): Tree(tree) for tree in self._trees(pk__in=keys)}

    def check_rows(self, rows):
        return [
            {"name": "Un dragon n’est pas un arbre."} if row.get("name") == "Dragon" else {}
            for row in rows
        ]

    def propose(self, rows):
        if all(row.get("code") for row in rows):
            return [()] * len(rows)
        known = {tree.full_name.casefold(): tree for tree in self._trees()}
        return [self._alike(row, known) for row in rows]

    def _alike(self, row, known):
        name = (row.get("name") or "").casefold()
        same = known.get(name) or known.get(name.rstrip("s"))
        if row.get("code") or same is None:
            return ()
        score = 1.0 if name == same.full_name.casefold() else 0.8
        return (Proposal(str(same.pk), same.full_name, same.email, score, ("même nom",)),)

    def row_key(self, values):
        return (values["code"],) if values.get("code") else None

    def create_many(self, rows, *, by, posture, now, run):
        time.sleep(self.pause)
        made = [
            CellError("Le lierre ne se plante pas ici.") if row["name"] == "Lierre" else _new(row)
            for row in rows
        ]
        Person.objects.bulk_create([item.person for item in made if isinstance(item, Tree)])
        return made

    def change_many(self, pairs, *, by, posture, now, run):
        for tree, values in pairs:
            merged = {**self._values(tree.person), **values}
            tree.person.full_name = _full_name(merged)
            tree.person.is_active = merged["alive"]
        people = [tree.person for tree, _values in pairs]
        Person.objects.bulk_update(people, ["full_name", "is_active"])
        return [None] * len(pairs)

    def remove_many(self, instances, *, by, posture, now, run):
        time.sleep(self.pause)
        self._trees(pk__in=[tree.pk for tree in instances]).delete()
        return [None] * len(instances)

    def can_remove(self, instance):
        return refused("il porte un nid") if "Nid" in str(instance) else GRANTED


def _full_name(values):
    return values["name"] + (KEPT_BY + values["keeper"] if values.get("keeper") else "")


def _new(row):
    code = row.get("code") or f"sans-{row['name'].casefold().replace(' ', '-')}"
    alive = row["alive"] if row.get("alive") is not None else True
    return Tree(
        Person(email=f"{code}{DOMAIN}", full_name=_full_name(row), is_active=alive, password="!")
    )


ORCHARD = Orchard()
register_dataset(ORCHARD)


def names() -> list[str]:
    """The names of the trees planted."""
    return [tree.full_name for tree in ORCHARD._trees()]
