"""Which numbers of INSEE's list of facilities mean which facility, vintage by vintage.

INSEE revises the list with every vintage. What changes of definition takes a new number and the
old one is dropped, so that a number is only read in the vintages in which its label was checked:

* 2019: the list of types of that vintage, with its labels (188 types);
* 2020 and 2021: the same, but for the pharmacies, which became D307 in 2020;
* 2024 and 2025: the list of 2024 and « TYPEQU_2025.csv » (229 and 235 types): doctors, nurses,
  schools, bakeries and large shops bear other numbers; in 2025 the micro-crèches have their own.

No list of 2022 was found: it is refused. For 2023 only part of the list could be checked: either
numbering is read, never both. Labels and years are told to readers in
`docs/methodes/equipements.md`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

CHECKED = (2019, 2020, 2021, 2023, 2024, 2025)


@dataclass(frozen=True)
class Kind:
    """One number of the list: the indicator it feeds, INSEE's label, the vintages that bear it."""

    code: str
    slug: str
    label: str
    first: int = CHECKED[0]
    last: int | None = None

    def is_of(self, year: int) -> bool:
        """Whether a vintage bears this number."""
        return self.first <= year and (self.last is None or year <= self.last)


KINDS = (
    Kind("A206", "equip-poste", "Bureau de poste"),
    Kind("A207", "equip-poste", "Relais poste"),
    Kind("A208", "equip-poste", "Agence postale"),
    Kind("B101", "equip-grande-surface", "Hypermarché", last=2023),
    Kind("B102", "equip-grande-surface", "Supermarché", last=2023),
    Kind("B104", "equip-grande-surface", "Hypermarché et grand magasin", 2023),
    Kind("B105", "equip-grande-surface", "Supermarché et magasin multi-commerce", 2023),
    Kind("B201", "equip-epicerie", "Supérette"),
    Kind("B202", "equip-epicerie", "Épicerie"),
    Kind("B203", "equip-boulangerie", "Boulangerie", last=2023),
    Kind("B207", "equip-boulangerie", "Boulangerie-pâtisserie", 2023),
    Kind("C101", "equip-ecole", "École maternelle", last=2023),
    Kind("C102", "equip-ecole", "École maternelle de RPI dispersé", last=2023),
    Kind("C104", "equip-ecole", "École élémentaire", last=2023),
    Kind("C105", "equip-ecole", "École élémentaire de RPI dispersé", last=2023),
    Kind("C107", "equip-ecole", "École maternelle", 2023),
    Kind("C108", "equip-ecole", "École primaire", 2023),
    Kind("C109", "equip-ecole", "École élémentaire", 2023),
    Kind("C201", "equip-college", "Collège"),
    Kind("C301", "equip-lycee", "Lycée d’enseignement général et/ou technologique"),
    Kind("C302", "equip-lycee", "Lycée d’enseignement professionnel"),
    Kind("C303", "equip-lycee", "Lycée technique et/ou professionnel agricole"),
    Kind("D201", "equip-medecin", "Médecin généraliste", last=2023),
    Kind("D265", "equip-medecin", "Médecin généraliste", 2023),
    Kind("D232", "equip-infirmier", "Infirmier", last=2023),
    Kind("D281", "equip-infirmier", "Infirmier", 2023),
    Kind("D301", "equip-pharmacie", "Pharmacie", last=2019),
    Kind("D307", "equip-pharmacie", "Pharmacie", 2020),
    Kind("D502", "equip-creche", "Établissement d’accueil du jeune enfant (« Crèche » en 2019)"),
    Kind("D509", "equip-creche", "Micro-crèche", 2025),
    Kind("E107", "equip-gare", "Gare de voyageurs d’intérêt national"),
    Kind("E108", "equip-gare", "Gare de voyageurs d’intérêt régional"),
    Kind("E109", "equip-gare", "Gare de voyageurs d’intérêt local"),
    Kind("F303", "equip-cinema", "Cinéma"),
    Kind("F307", "equip-bibliotheque", "Bibliothèque"),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def numberings(slug: str, year: int) -> list[set[str]]:
    """The numbers that make an indicator in a vintage: one set, two when either may be borne."""
    here = [kind for kind in KINDS if kind.slug == slug and kind.is_of(year)]
    dropped = {kind.code for kind in here if kind.last is not None}
    others = {kind.code for kind in here} - dropped
    kept = {kind.code for kind in here if kind.last is None and kind.first == CHECKED[0]}
    return [some for some in (dropped | kept if dropped else set(), others) if some]


def refuse_vintage(year: int) -> str:
    """Say why a vintage cannot be read; empty when it can, or when it is newer than the last."""
    if year in CHECKED or year > CHECKED[-1]:
        return ""
    return _(
        "La liste des équipements de %(year)s n’a pas été vérifiée : ses numéros pourraient "
        "désigner autre chose. Millésimes lus : %(checked)s et suivants."
    ) % {"year": year, "checked": ", ".join(str(one) for one in CHECKED)}


def refuse_number(kind: Kind, year: int) -> str:
    """Say why a number does not mean in this vintage what it means in others; empty when it does.

    A file that mixes the numbers of two lists would count the same facility twice.
    """
    if kind.is_of(year):
        return ""
    return _(
        "Le type %(code)s (%(label)s) n’est pas de la liste de %(year)s, qui compte ces "
        "équipements sous %(others)s : cette ligne n’est pas comptée."
    ) % {
        "code": kind.code,
        "label": kind.label,
        "year": year,
        "others": ", ".join(sorted(set().union(*numberings(kind.slug, year)))),
    }
