"""Build small files in the true layouts of the official sources."""

import csv
import io
import json
from collections.abc import Mapping, Sequence


def _titles(line: str, delimiter: str) -> list[str]:
    return line.split(delimiter)


WALDEC = _titles(
    "id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;"
    "titre;titre_court;objet;objet_social1;objet_social2;adrs_complement;adrs_numvoie;"
    "adrs_repetition;adrs_typevoie;adrs_libvoie;adrs_distrib;adrs_codeinsee;adrs_codepostal;"
    "adrs_libcommune;adrg_declarant;adrg_complemid;adrg_complemgeo;adrg_libvoie;adrg_distrib;"
    "adrg_codepostal;adrg_achemine;adrg_pays;dir_civilite;siteweb;publiweb;observation;position;"
    "maj_time",
    ";",
)
FORMER_RNA = _titles(
    "id;id_ex;siret;gestion;date_creat;date_publi;nature;groupement;titre;objet;objet_social1;"
    "objet_social2;adr1;adr2;adr3;adrs_codepostal;libcom;adrs_codeinsee;dir_civilite;siteweb;"
    "observation;position;rup_mi;maj_time",
    ";",
)
ALSACE = _titles(
    "NUMERO_AMALIA;ETAT_ASSOCIATION;DENOMINATION;SIGLE;OBJET;ADRESSE;CODE_POSTAL;COMMUNE",
    ";",
)
SIRENE_UNITS = _titles(
    "siren,statutDiffusionUniteLegale,dateCreationUniteLegale,sigleUniteLegale,sexeUniteLegale,"
    "prenom1UniteLegale,identifiantAssociationUniteLegale,trancheEffectifsUniteLegale,"
    "etatAdministratifUniteLegale,nomUniteLegale,denominationUniteLegale,"
    "denominationUsuelle1UniteLegale,categorieJuridiqueUniteLegale,activitePrincipaleUniteLegale,"
    "nicSiegeUniteLegale,economieSocialeSolidaireUniteLegale,societeMissionUniteLegale,"
    "caractereEmployeurUniteLegale",
    ",",
)
SIRENE_SITES = _titles(
    "siren,nic,siret,statutDiffusionEtablissement,dateCreationEtablissement,"
    "trancheEffectifsEtablissement,etablissementSiege,complementAdresseEtablissement,"
    "numeroVoieEtablissement,indiceRepetitionEtablissement,typeVoieEtablissement,"
    "libelleVoieEtablissement,codePostalEtablissement,libelleCommuneEtablissement,"
    "codeCommuneEtablissement,etatAdministratifEtablissement,enseigne1Etablissement,"
    "denominationUsuelleEtablissement,activitePrincipaleEtablissement,"
    "caractereEmployeurEtablissement",
    ",",
)
INCLUSION = _titles(
    "_di_surrogate_id,id,siret,rna,nom,commune,code_postal,code_insee,adresse,complement_adresse,"
    "longitude,latitude,typologie,telephone,courriel,site_web,presentation_resume,"
    "presentation_detail,source,date_maj,antenne,lien_source,horaires_ouverture,accessibilite,"
    "labels_nationaux,labels_autres,thematiques",
    ",",
)
SCDL = _titles(
    "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,"
    "rnaBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,"
    "notificationUE,pourcentageSubvention,dispositifAide",
    ",",
)
SCDL_LABELS = _titles(
    "Nom de l'attribuant;Identification de l'attribuant;Date de la convention de subvention;"
    "Référence de la décision;Nom du bénéficiaire;Identification du bénéficiaire;"
    "Objet de la subvention;Montant total de la subvention;Nature de la subvention",
    ";",
)


def delimited(
    headings: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    *,
    delimiter: str = ";",
    encoding: str = "utf-8-sig",
) -> bytes:
    """Write a quoted table as the ministries do."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    return text.getvalue().encode(encoding)


def waldec(*rows: Mapping[str, str], encoding: str = "utf-8-sig") -> bytes:
    """Write the national register of associations; unknown dates are 0001-01-01."""
    blank = {"date_creat": "0001-01-01", "date_disso": "0001-01-01", "position": "A"}
    blank |= {"date_decla": "0001-01-01", "date_publi": "0001-01-01", "groupement": "S"}
    return delimited(WALDEC, [{**blank, **row} for row in rows], encoding=encoding)


def association(number: str = "W941234567", name: str = "LES AMIS DU PONT", **cells: str) -> dict:
    """One line of the register."""
    return {
        "id": number,
        "titre": name,
        "adrs_codeinsee": "94069",
        "adrs_codepostal": "94410",
        "adrs_libcommune": "Saint-Maurice",
        **cells,
    }


def search_answer(*results: Mapping) -> bytes:
    """Write an answer of recherche-entreprises."""
    page = {"results": list(results), "total_results": len(results), "page": 1, "per_page": 10}
    return json.dumps(page, ensure_ascii=False).encode()


def company(**fields) -> dict:
    """One result of recherche-entreprises."""
    seat = {
        "siret": "73282932000074",
        "commune": "94018",
        "code_postal": "94220",
        "libelle_commune": "CHARENTON-LE-PONT",
        "adresse": "3 RUE DE PARIS 94220 CHARENTON-LE-PONT",
        "liste_enseignes": ["LA GRAVELLE"],
        "liste_uai": None,
        "statut_diffusion_etablissement": "O",
    }
    complements = {
        "est_association": False,
        "est_entrepreneur_individuel": False,
        "est_siae": False,
        "est_societe_mission": True,
        "identifiant_association": None,
    }
    result = {
        "siren": "732829320",
        "nom_complet": "club gravelle (CG)",
        "nom_raison_sociale": "CLUB GRAVELLE",
        "sigle": "CG",
        "siege": seat,
        "activite_principale": "94.12Z",
        "caractere_employeur": "O",
        "date_creation": "1991-01-01",
        "date_fermeture": None,
        "dirigeants": [{"nom": "DUPONT", "prenoms": "JOHN"}],
        "etat_administratif": "A",
        "nature_juridique": "5710",
        "tranche_effectif_salarie": "12",
        "statut_diffusion": "O",
        "matching_etablissements": [],
        "complements": complements,
    }
    return result | fields
