"""Make a directory as large as a country's, in bulk: names, seats, domains, offers and needs."""

import datetime
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from terreau.actors.folding import fold
from terreau.actors.models import (
    ActionDomain,
    Competence,
    Organisation,
    OrganisationAlias,
    Resource,
)
from terreau.territories.models import Territory

BATCH = 20_000


def _cut(text: str) -> list[str]:
    return text.split("|")


# World, subtype, share, how the name is made: « association » is in about a third of them.
KINDS = (
    ("general_interest", "association", 42, "Association {what} de {place}"),
    ("general_interest", "association", 14, "{what} {place}"),
    ("general_interest", "social_centre", 2, "Centre social {who}"),
    ("economic", "company", 22, "{who} {trade}"),
    ("economic", "small_business", 6, "{trade} {place}"),
    ("public", "public_body", 5, "Régie {what} de {place}"),
    ("academic", "primary_school", 5, "École {who} de {place}"),
    ("academic", "college", 1, "Collège {who}"),
    ("media", "local_media", 1, "Le Courrier de {place}"),
    ("expert", "consultancy", 2, "Cabinet {who} {trade}"),
)
WHAT = _cut(
    "sportive|culturelle|des parents d’élèves|de quartier|des anciens|musicale|de chasse|solidaire|"
    "d’aide à domicile|d’insertion|de jardins partagés|des commerçants|de défense des locataires|"
    "de protection de la nature|d’entraide|théâtrale|du patrimoine|de randonnée|des jeunes|"
    "pour le vélo|de lutte contre la précarité|numérique|de bénévoles|familiale|rurale"
)
TRADE = _cut(
    "Bâtiment|Transports|Conseil|Boulangerie|Informatique|Nettoyage|Paysage|Menuiserie|Énergie|"
    "Restauration|Logistique|Mécanique|Assurances|Textile|Imprimerie|Électricité|Recyclage"
)
WHO = _cut(
    "Jean Jaurès|Simone Veil|Victor Hugo|Louise Michel|Jules Ferry|Marie Curie|Saint-Exupéry|"
    "Pasteur|Voltaire|Rosa Parks|Martin|Bernard|Dubois|Thomas|Robert|Petit|Durand|Leroy|Moreau|"
    "Lefèvre|Mercier|Blanchard|Gauthier|Fontaine|Chevalier|Renard"
)
OFFERS = (
    ("premises", "Une salle de réunion le soir"),
    ("human", "Des bénévoles pour une journée"),
    ("material", "Le prêt d’un minibus de neuf places"),
    ("expertise", "Une aide en comptabilité"),
    ("data", "Les chiffres de notre observatoire"),
    ("network", "La mise en relation avec nos adhérents"),
)
KNOWS = _cut(
    "Réparer des vélos|Animer un débat public|Monter un dossier européen|Accueillir des stagiaires|"
    "Cuisiner pour deux cents personnes|Restaurer une haie|Former au numérique|Écrire un bilan"
)


def generate_organisations(count: int, *, seed: int = 11) -> None:
    """Write so many sheets with what stands around them, without any index."""
    first = (Organisation.objects.aggregate(models.Max("pk"))["pk__max"] or 0) + 1
    # Sheets added later are others than the first.
    dice = random.Random(seed + first - 1)
    communes = list(
        Territory.objects.communes().order_by("code").values_list("pk", "name", "departement_id")
    )
    rows, around = [], _Around(dice)
    # Most organisations live in few communes: a third of the draws are of the 500 first ones.
    crowded = dice.sample(communes, min(500, len(communes)))
    for key in range(first, first + count):
        place = dice.choice(crowded if dice.random() < 0.34 else communes)
        rows.append(_sheet(dice, key, place))
        around.add(key, place)
        if len(rows) == BATCH:
            _write(rows, around)
            rows = []
    _write(rows, around)
    _move_sequence()


def _sheet(dice: random.Random, key: int, place: tuple) -> dict:
    world, subtype, _share, pattern = dice.choices(KINDS, weights=[k[2] for k in KINDS])[0]
    name = pattern.format(
        what=dice.choice(WHAT), trade=dice.choice(TRADE), who=dice.choice(WHO), place=place[1]
    )[:200]
    siren = f"{key % 1_000_000_000:09d}" if dice.random() < 0.4 else ""
    confirmed = dice.random()
    age = datetime.timedelta(days=dice.randrange(1200))
    return {
        "id": key,
        "uuid": UUID(int=dice.getrandbits(128), version=4),
        "name": name,
        "folded": f"{fold(name)} {siren}".strip(),
        "world": world,
        "subtype": subtype,
        "siren": siren,
        "place_id": place[0],
        "is_public": dice.random() > 0.02,
        "size_class": dice.choice(["", "", "0", "1-9", "10-49"]),
        "confirmed_on": datetime.date(2026, 11, 1) - age if confirmed < 0.4 else None,
        "created_at": timezone.now(),
        "updated_at": datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC) - age,
    }


class _Around:
    """The rows of other tables that wait to be written."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._domains = list(ActionDomain.objects.values_list("pk", flat=True))
        self.links: list[tuple] = []
        self.perimeters: list[tuple] = []
        self.objects: dict[type[models.Model], list] = {
            OrganisationAlias: [],
            Competence: [],
            Resource: [],
        }

    def add(self, key: int, place: tuple) -> None:
        """Add what stands around one sheet."""
        dice = self._dice
        if dice.random() < 0.3:
            self.links += [(key, pk) for pk in dice.sample(self._domains, dice.randint(1, 2))]
        if dice.random() < 0.15 and place[2]:
            self.perimeters.append((key, place[2]))
        if dice.random() < 0.05:
            alias = OrganisationAlias(organisation_id=key, name=f"Le {dice.choice(WHO)} {key}")
            self.objects[OrganisationAlias].append(alias)
        if dice.random() < 0.05:
            competence = Competence(organisation_id=key, name=dice.choice(KNOWS))
            self.objects[Competence].append(competence)
        if dice.random() < 0.05:
            nature, title = dice.choice(OFFERS)
            direction = dice.choice(["offer", "need"])
            self.objects[Resource].append(
                Resource(
                    organisation_id=key,
                    direction=direction,
                    nature=nature,
                    title=title,
                    stated_at=timezone.now(),
                )
            )


def _write(rows: Sequence[dict], around: _Around) -> None:
    with transaction.atomic():
        _write_sheets(rows)
        domains, perimeters = Organisation.domains.through, Organisation.perimeter.through
        _insert(domains, ("organisation_id", "actiondomain_id"), around.links)
        _insert(perimeters, ("organisation_id", "territory_id"), around.perimeters)
        for model, objects in around.objects.items():
            model.objects.bulk_create(objects)
            objects.clear()
    around.links.clear()
    around.perimeters.clear()


def _write_sheets(rows: Sequence[dict]) -> None:
    fields = [field for field in Organisation._meta.local_concrete_fields if not field.generated]
    blanks = {field.column: _blank(field) for field in fields}
    columns = list(blanks)
    converters = {
        field.column: field.get_db_prep_save
        for field in fields
        if isinstance(field, models.UUIDField | models.DateTimeField | models.DateField)
    }

    def values(row: dict) -> Iterator:
        for column in columns:
            value = row.get(column, blanks[column])
            convert = converters.get(column)
            yield convert(value, connection) if convert and value is not None else value

    _insert(Organisation, columns, (tuple(values(row)) for row in rows))


def _blank(field: models.Field) -> object:
    if isinstance(field, models.JSONField):
        return json.dumps(field.get_default())
    if field.null:
        return None
    value = field.get_default()
    return "" if value is None else getattr(value, "value", value)


def _insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple]) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))


def _move_sequence() -> None:
    """Let PostgreSQL go on after the keys that were given."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('actors_organisation', 'id'), "
                "(SELECT max(id) FROM actors_organisation))"
            )
