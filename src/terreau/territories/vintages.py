"""The table of sources shown on the « Sources » page."""

from django.utils.translation import gettext_noop as _

from terreau.territories.indicator_sources import INDICATOR_SOURCES
from terreau.territories.models import ReferenceSource

LICENCE = "Licence Ouverte / Etalab 2.0"
EMBEDDED_SLUG = "referentiel-embarque"
COMMUNES_SLUG = "insee-cog-communes"
MOVEMENTS_SLUG = "insee-cog-mouvements"
DENSITY_SLUG = "insee-grille-densite"
_COG = "https://www.insee.fr/fr/statistiques/fichier/8740222/"
SOURCES: list[dict] = [
    {
        "slug": EMBEDDED_SLUG,
        "name": "Référentiel des territoires livré avec Terreau",
        "publisher": "INSEE, IGN, DGCL, La Poste",
        "vintage": "2026",
        "note": _(
            "Contours simplifiés (grille d’environ 400 m) ; superficies estimées d’après ces "
            "contours ; collectivités d’outre-mer hors de la plupart des statistiques. Quatre "
            "contours manquants sont déduits de ceux des communes voisines, quatre autres sont "
            "ceux de la commune dont elles sont sorties : chaque carte le dit."
        ),
    },
    {
        "slug": COMMUNES_SLUG,
        "name": "Code officiel géographique : communes",
        "publisher": "INSEE",
        "url": _COG + "v_commune_2026.csv",
        "vintage": "2026",
        "is_refreshable": True,
    },
    {
        "slug": MOVEMENTS_SLUG,
        "name": "Code officiel géographique : mouvements des communes",
        "publisher": "INSEE",
        "url": _COG + "v_mvt_commune_2026.csv",
        "vintage": "2026",
        "is_refreshable": True,
    },
    {
        "slug": DENSITY_SLUG,
        "name": "Grille communale de densité à sept niveaux",
        "publisher": "INSEE",
        "url": "https://www.insee.fr/fr/statistiques/fichier/8571524/fichier_diffusion_2026.xlsx",
        "vintage": _("pas encore importée"),
        "note": _("Elle dit si une commune est rurale ou urbaine ; elle se donne en fichier."),
    },
    {
        "slug": "insee-populations",
        "name": "Populations de référence des communes",
        "publisher": "INSEE",
        "vintage": "2023",
    },
    {
        "slug": "insee-recensement",
        "name": "Recensement de la population : âges et logements",
        "publisher": "INSEE",
        "vintage": "2021",
        "note": _("Somme des IRIS de chaque commune ; 122 communes n’ont pas de données."),
    },
    {
        "slug": "dgcl-intercommunalites",
        "name": "Intercommunalités à fiscalité propre et leurs membres",
        "publisher": "DGCL",
        "vintage": "1er janvier 2026",
    },
    {
        "slug": "la-poste-codes-postaux",
        "name": "Codes postaux",
        "publisher": "La Poste",
        "vintage": "2026",
    },
    {
        "slug": "ign-contours",
        "name": "Contours, voisinages et mairies (Admin Express, simplifiés)",
        "publisher": "IGN",
        "vintage": "2026",
    },
    *INDICATOR_SOURCES,
]


def ensure_sources() -> dict[str, ReferenceSource]:
    """Write the table once; an address that staff edited stays theirs."""
    known = {source.slug: source for source in ReferenceSource.objects.all()}
    missing = [
        ReferenceSource(licence=LICENCE, **line) for line in SOURCES if line["slug"] not in known
    ]
    ReferenceSource.objects.bulk_create(missing)
    return {source.slug: source for source in ReferenceSource.objects.all()}
