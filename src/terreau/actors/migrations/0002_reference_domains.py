"""Store the nomenclature of action domains and the 17 goals they serve."""

from django.db import migrations

GOALS = {
    1: "Pas de pauvreté",
    2: "Faim « zéro »",
    3: "Bonne santé et bien-être",
    4: "Éducation de qualité",
    5: "Égalité entre les sexes",
    6: "Eau propre et assainissement",
    7: "Énergie propre et d’un coût abordable",
    8: "Travail décent et croissance économique",
    9: "Industrie, innovation et infrastructure",
    10: "Inégalités réduites",
    11: "Villes et communautés durables",
    12: "Consommation et production responsables",
    13: "Mesures relatives à la lutte contre les changements climatiques",
    14: "Vie aquatique",
    15: "Vie terrestre",
    16: "Paix, justice et institutions efficaces",
    17: "Partenariats pour la réalisation des objectifs",
}
DOMAINS = (
    ("employment", "emploi et insertion", "economic", (1, 8, 10)),
    ("local-economy", "économie locale et innovation", "economic", (8, 9, 12)),
    ("digital", "numérique", "economic", (4, 9, 10)),
    ("diversity-disability", "diversité et handicap", "social", (5, 8, 10)),
    ("housing", "logement", "social", (1, 7, 11)),
    ("health", "santé", "social", (3,)),
    ("ageing", "vieillissement et grand âge", "social", (3, 10, 11)),
    ("poverty-solidarity", "précarité et solidarité", "social", (1, 2, 10)),
    ("environment", "environnement", "environmental", (6, 12, 13, 14, 15)),
    ("energy", "énergie", "environmental", (7, 13)),
    ("mobility", "mobilité", "environmental", (9, 11, 13)),
    ("food", "alimentation et agriculture", "environmental", (2, 3, 12, 15)),
    ("education-youth", "éducation et jeunesse", "societal", (4, 8, 10)),
    ("culture", "culture", "societal", (4, 11)),
    ("sport", "sport", "societal", (3, 10)),
    ("citizenship", "lien social et citoyenneté", "societal", (10, 11, 16)),
    ("cooperation", "coopération et ingénierie territoriale", "societal", (11, 16, 17)),
)


def store_nomenclature(apps, schema_editor):
    goal_model = apps.get_model("actors", "DevelopmentGoal")
    domain_model = apps.get_model("actors", "ActionDomain")
    goals = {
        number: goal_model.objects.create(number=number, name=name)
        for number, name in GOALS.items()
    }
    for position, (code, name, dimension, numbers) in enumerate(DOMAINS, start=1):
        domain = domain_model.objects.create(
            code=code, name=name, dimension=dimension, position=position
        )
        domain.goals.set([goals[number] for number in numbers])


class Migration(migrations.Migration):
    dependencies = [("actors", "0001_initial")]
    operations = [migrations.RunPython(store_nomenclature, migrations.RunPython.noop)]
