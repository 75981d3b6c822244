"""How well the sentence encoder tells what means nearly the same: the floor of likeness.

Forty needs as people type them, each with the one line of a sheet that says it otherwise; the
pairs of a need and another's line are the unrelated ones. Written for this measure, from no data.

Run with `python -m bench.meaning`.
"""

import os
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PAIRS = (
    ("prêter un minibus", "Véhicule partagé de neuf places"),
    ("potager collectif", "Un terrain pour un jardin partagé"),
    ("apprendre le français", "Cours de langue pour personnes étrangères"),
    ("garde d’enfants", "Crèche associative ouverte le soir"),
    ("réparer son vélo", "Atelier d’entretien de bicyclettes"),
    ("aide aux devoirs", "Soutien scolaire pour collégiens"),
    ("chercher du travail", "Accompagnement vers l’emploi"),
    ("repas pour les plus démunis", "Distribution alimentaire aux personnes en difficulté"),
    ("logement d’urgence", "Hébergement temporaire pour personnes sans abri"),
    ("isolement des personnes âgées", "Visites de convivialité chez les aînés"),
    ("salle de réunion", "Local pouvant accueillir trente personnes assises"),
    ("faire sa comptabilité", "Tenue des comptes et bilan annuel"),
    ("créer un site internet", "Développement de pages web"),
    ("apprendre à utiliser un ordinateur", "Initiation au numérique pour débutants"),
    ("recycler les déchets", "Tri et valorisation des ordures ménagères"),
    ("covoiturage", "Trajets en voiture partagés entre voisins"),
    ("acheter local", "Vente directe de produits de la ferme"),
    ("soigner les addictions", "Prise en charge de la dépendance à l’alcool"),
    ("violences conjugales", "Écoute des femmes victimes de leur compagnon"),
    ("troupe de théâtre", "Compagnie de spectacle vivant"),
    ("prêt d’outils", "Bibliothèque de matériel de bricolage"),
    ("rénover les bâtiments", "Travaux d’isolation thermique des maisons"),
    ("trouver des bénévoles", "Recherche de volontaires pour donner un coup de main"),
    ("conseil juridique", "Permanence d’un avocat gratuite"),
    ("mesurer les effets d’un projet", "Évaluation de l’impact social"),
    ("lever des fonds", "Collecte de dons auprès de particuliers"),
    ("animer un débat", "Facilitation de rencontres citoyennes"),
    ("plantation d’arbres", "Reboisement des haies bocagères"),
    ("courir et nager", "Entraînements d’athlétisme et de natation"),
    ("handicap et loisirs", "Activités adaptées aux personnes à mobilité réduite"),
    ("retour à la vie civile des détenus", "Réinsertion des sortants de prison"),
    ("panneaux solaires", "Production d’électricité photovoltaïque citoyenne"),
    ("tenir une caisse", "Vendeur en magasin expérimenté"),
    ("imprimer des affiches", "Reprographie de supports de communication"),
    ("stocker du matériel", "Entrepôt disponible de 200 m²"),
    ("orchestre de quartier", "École de musique pour enfants"),
    ("protéger la rivière", "Préservation des milieux aquatiques"),
    ("mentorat d’entrepreneurs", "Parrainage de créateurs d’entreprise"),
    ("don d’ordinateurs", "Cession de matériel informatique réformé"),
    ("dépistage et prévention", "Information sur la santé dans les quartiers"),
)

NAMES = ("Confluent", "Morvan", "Gravelle", "Ham", "Les Lilas", "Silver Geek", "Ardenne", "Tela")
NAMES += ("Emmaüs", "Figuières", "Poitiers", "Charenton", "Rehamna", "Bréand", "Kerlann", "Aubrac")


def measure() -> str:
    """Give, for each floor, the share of true pairs kept and of unrelated pairs let in."""
    from terreau.actors.search.meaning import load_meaning

    meaning = load_meaning()
    if meaning is None:
        raise SystemExit("The package of the model is not installed.")
    queries = meaning.encode([query for query, _line in PAIRS])
    lines = meaning.encode([line for _query, line in PAIRS])
    likeness = queries @ lines.T
    related = np.diag(likeness)
    unrelated = likeness[~np.eye(len(PAIRS), dtype=bool)]
    rows = ["| plancher | vraies paires gardées | paires sans rapport admises |", "|---|---|---|"]
    for floor in (0.25, 0.30, 0.33, 0.35, 0.40, 0.45, 0.50, 0.55):
        kept, let_in = np.mean(related >= floor), np.mean(unrelated >= floor)
        rows.append(f"| {floor:.2f} | {kept:.0%} | {let_in:.1%} |")
    named = (meaning.encode(NAMES) @ lines.T).max(axis=1)
    first = np.mean(likeness.argmax(axis=1) == np.arange(len(PAIRS)))
    median, high = np.median(unrelated), np.quantile(unrelated, 0.99)
    rows.append(f"\nLa vraie ligne est la plus proche des {len(PAIRS)} : {first:.0%}.")
    rows.append(f"Paires sans rapport : médiane {median:.2f}, 99e centile {high:.2f}.")
    rows.append(
        f"Noms propres seuls : la ligne la plus proche reste sous {np.median(named):.2f} une fois "
        f"sur deux, {named.max():.2f} toujours."
    )
    return "\n".join(rows)


def main() -> None:
    """Print the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    sys.path[:0] = [str(ROOT / "src")]
    import django

    django.setup()
    print(measure())


if __name__ == "__main__":
    main()
