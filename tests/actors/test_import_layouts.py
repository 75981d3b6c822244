"""Each official layout, line by line: what becomes a sheet, what is left aside and why."""

import pytest

from terreau.actors.exchange.columns import SHEET_COLUMNS
from terreau.actors.exchange.input_columns import INPUT_COLUMNS
from terreau.actors.exchange.layouts import LAYOUTS
from terreau.actors.exchange.layouts.grants import is_natural_person
from terreau.actors.exchange.layouts.reading import short_name, staff_class
from terreau.core.exchange.columns import parse_cell
from terreau.core.exchange.reading import read_rows
from tests.actors import import_samples as samples

COLUMNS = {column.name: column for column in (*SHEET_COLUMNS, *INPUT_COLUMNS)}


def unfold(content: bytes) -> tuple[str, list[dict[str, str]]]:
    """Read a file as the frame does and give its layout and its rows."""
    reader = read_rows(content)
    layout = next(layout for layout in LAYOUTS if layout.recognises(reader.headings))
    rows = [
        dict(row)
        for raw in reader
        for row in layout.unfold(dict(zip(reader.headings, raw.cells, strict=True)))
    ]
    for row in rows:
        for name, text in row.items():
            assert name == "" or parse_cell(COLUMNS[name], text) is not None
    return layout.name, rows


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1"])
def test_the_register_of_associations(encoding: str) -> None:
    line = samples.association(
        name="FÉDÉRATION DES AMIS DU PONT",
        titre_court="FAP",
        id_ex="941012345",
        siret="73282932000074",
        date_creat="2013-09-12",
        groupement="F",
        objet="faire vivre l'été",
        objet_social1="006000",
        objet_social2="011000",
        adrs_numvoie="3",
        adrs_typevoie="RUE",
        adrs_libvoie="des Lilas",
        dir_civilite="PM",
        adrg_declarant="Madame DUPONT Claire",
        siteweb="www.amisdupont.fr",
    )
    name, [row] = unfold(samples.waldec(line, encoding=encoding))
    assert name == "rna-waldec"
    assert row == {
        "name": "FÉDÉRATION DES AMIS DU PONT",
        "acronym": "FAP",
        "rna": "W941234567",
        "numbers": "former_rna:941012345",
        "siret": "73282932000074",
        "description": "faire vivre l'été",
        "domains": "culture | sport",
        "founded_on": "2013-09-12",
        "world": "general_interest",
        "subtype": "association_network",
        "place": "94069",
        "postcode": "94410",
        "city": "Saint-Maurice",
        "address": "3 RUE des Lilas",
        "websites": "www.amisdupont.fr",
    }


def test_unknown_dates_closed_and_removed_associations() -> None:
    _name, rows = unfold(
        samples.waldec(
            samples.association(),
            samples.association("W942222222", "ANCIENNE", position="D", date_disso="2020-05-01"),
            samples.association("W943333333", "SUPPRIMÉE", position="S"),
            samples.association("W944444444", " "),
        )
    )
    assert "founded_on" not in rows[0]
    assert "lifecycle" not in rows[0]
    assert (rows[1]["lifecycle"], rows[1]["closed_on"]) == ("closed", "2020-05-01")
    assert "supprimé cette association" in rows[2][""]
    assert "n’a pas de nom" in rows[3][""]


def test_the_former_layout_of_the_register() -> None:
    line = {
        "id": "751P0123456",
        "id_ex": "0123456",
        "titre": "LES ANCIENS",
        "objet_social1": "019000",
        "adr1": "3 rue des Lilas",
        "adr2": "Bâtiment B",
        "adrs_codepostal": "94410",
        "libcom": "SAINT-MAURICE",
        "adrs_codeinsee": "94069",
        "date_creat": "1978-02-01",
        "position": "A",
    }
    name, [row] = unfold(samples.delimited(samples.FORMER_RNA, [line], encoding="latin-1"))
    assert name == "rna-import"
    assert row["numbers"] == "former_rna:0123456 | former_rna:751P0123456"
    assert (row["address"], row["city"]) == ("3 rue des Lilas Bâtiment B", "SAINT-MAURICE")
    assert "rna" not in row


def test_the_register_of_alsace_moselle() -> None:
    lines = [
        {
            "NUMERO_AMALIA": "A2010STR000123",
            "ETAT_ASSOCIATION": "INSCRITE",
            "DENOMINATION": "Les Cigognes",
            "CODE_POSTAL": "67000",
            "COMMUNE": "STRASBOURG",
        },
        {"ETAT_ASSOCIATION": "RADIEE", "DENOMINATION": "Les Nids", "COMMUNE": "COLMAR"},
    ]
    name, rows = unfold(samples.delimited(samples.ALSACE, lines))
    assert name == "alsace-moselle"
    assert rows[0]["numbers"] == "alsace_moselle:A2010STR000123"
    assert rows[0]["legal_category"] == "9260"
    assert "lifecycle" not in rows[0]
    assert rows[1]["lifecycle"] == "closed"


def test_sirene_units_without_any_person() -> None:
    unit = {
        "siren": "732829320",
        "statutDiffusionUniteLegale": "O",
        "denominationUniteLegale": "CLUB GRAVELLE",
        "sigleUniteLegale": "CG",
        "categorieJuridiqueUniteLegale": "9220",
        "activitePrincipaleUniteLegale": "94.99Z",
        "nicSiegeUniteLegale": "00074",
        "trancheEffectifsUniteLegale": "12",
        "etatAdministratifUniteLegale": "A",
        "caractereEmployeurUniteLegale": "O",
        "identifiantAssociationUniteLegale": "W941234567",
    }
    person = {"siren": "732829320", "categorieJuridiqueUniteLegale": "1000"}
    person |= {"nomUniteLegale": "DUPONT", "statutDiffusionUniteLegale": "O"}
    hidden = unit | {"statutDiffusionUniteLegale": "P", "denominationUniteLegale": "[ND]"}
    name, rows = unfold(samples.delimited(samples.SIRENE_UNITS, [unit, person, hidden]))
    assert name == "sirene-unites"
    assert rows[0]["siret"] == "73282932000074"
    assert (rows[0]["size_class"], rows[0]["is_employer"]) == ("10-49", "oui")
    assert rows[0]["rna"] == "W941234567"
    assert "personne physique" in rows[1][""]
    assert "diffusion partielle" in rows[2][""]
    assert "DUPONT" not in str(rows)


def test_sirene_establishments_with_their_place() -> None:
    site = {
        "siren": "732829320",
        "siret": "73282932000074",
        "statutDiffusionEtablissement": "O",
        "etablissementSiege": "true",
        "numeroVoieEtablissement": "3",
        "typeVoieEtablissement": "RUE",
        "libelleVoieEtablissement": "DE PARIS",
        "codePostalEtablissement": "94220",
        "libelleCommuneEtablissement": "CHARENTON-LE-PONT",
        "codeCommuneEtablissement": "94018",
        "etatAdministratifEtablissement": "F",
        "enseigne1Etablissement": "LA GRAVELLE",
    }
    lines = [site, site | {"enseigne1Etablissement": ""}]
    name, rows = unfold(samples.delimited(samples.SIRENE_SITES, lines, delimiter=","))
    assert name == "sirene-etablissements"
    assert (rows[0]["name"], rows[0]["place"]) == ("LA GRAVELLE", "94018")
    assert (rows[0]["address"], rows[0]["lifecycle"]) == ("3 RUE DE PARIS", "closed")
    assert "ne dit pas le nom" in rows[1][""]


def test_the_columns_of_the_annuaire_des_entreprises() -> None:
    headings = ["siren", "siret_siege", "etat_administratif", "statut_diffusion", "nom_complet"]
    headings += ["nature_juridique", "est_association", "est_entrepreneur_individuel"]
    unit = {"siren": "732829320", "siret_siege": "73282932000074", "nom_complet": "Club Gravelle"}
    unit |= {"statut_diffusion": "O", "nature_juridique": "9220", "est_association": "true"}
    alone = unit | {"est_entrepreneur_individuel": "True"}
    name, rows = unfold(samples.delimited(headings, [unit, alone]))
    assert name == "sirene-unites"
    assert rows[0]["kind"] == "association"
    assert "personne physique" in rows[1][""]


def test_an_answer_of_the_search_of_the_state() -> None:
    alone = {"complements": {"est_entrepreneur_individuel": True}}
    name, rows = unfold(samples.search_answer(samples.company(), samples.company(**alone)))
    assert name == "recherche-entreprises"
    row = rows[0]
    assert (row["name"], row["acronym"], row["aliases"]) == ("CLUB GRAVELLE", "CG", "LA GRAVELLE")
    assert (row["siret"], row["place"], row["naf"]) == ("73282932000074", "94018", "94.12Z")
    assert row["is_mission_led"] == "oui"
    assert "DUPONT" not in str(rows)
    assert "personne physique" in rows[1][""]


def test_structures_of_data_inclusion() -> None:
    line = {
        "id": "42",
        "source": "dora",
        "siret": "73282932000074",
        "nom": "Les Jardins du Pont",
        "commune": "Saint-Maurice",
        "code_postal": "94410",
        "code_insee": "94069",
        "adresse": "3 rue des Lilas",
        "typologie": "ACI",
        "telephone": "0143680000",
        "courriel": "accueil@exemple.test",
        "site_web": "https://exemple.test",
        "presentation_resume": "Maraîchage et insertion",
        "thematiques": '["numerique--acceder-a-du-materiel", "mobilite--apprendre"]',
    }
    name, [row] = unfold(samples.delimited(samples.INCLUSION, [line], delimiter=","))
    assert name == "data-inclusion"
    assert row["numbers"] == "data_inclusion:dora:42"
    assert (row["domains"], row["kind"]) == ("digital | mobility", "ACI")
    assert (row["phones"], row["emails"]) == ("0143680000", "accueil@exemple.test")


@pytest.mark.parametrize("style", ["names", "labels"])
def test_both_parties_of_a_grant(style: str) -> None:
    headings = samples.SCDL if style == "names" else samples.SCDL_LABELS
    places = (0, 1, 4, 5)
    giver, giver_id, name, number = (headings[place] for place in places)
    line = {giver: "Ville de Melun", giver_id: "21770288100012"}
    lines = [
        line | {name: "Amicale des Lilas", number: "73282932000074"},
        line | {name: "Madame DUPONT Claire", number: ""},
        line | {name: "Personne physique"},
    ]
    layout, rows = unfold(samples.delimited(headings, lines, delimiter=";"))
    assert layout == "scdl-subventions"
    assert [row.get("name") for row in rows] == [
        "Ville de Melun",
        "Amicale des Lilas",
        "Ville de Melun",
        None,
        "Ville de Melun",
        None,
    ]
    assert "personne physique" in rows[3][""]
    assert "DUPONT" not in str(rows)


def test_a_post_of_a_city_contract_tells_its_employer_only() -> None:
    headings = ["id_poste", "code_tiers", "raison_sociale", "annee", "montant", "code_cv"]
    headings += ["insee_dep", "insee_reg"]
    lines = [
        {"code_tiers": "73282932000074", "raison_sociale": "CIDFF", "insee_dep": "01"},
        {"code_tiers": "MJC CALONNE", "raison_sociale": "MJC CALONNE", "insee_dep": "62"},
    ]
    name, rows = unfold(samples.delimited(headings, lines))
    assert name == "contrats-de-ville"
    assert rows[0] == {"name": "CIDFF", "siret": "73282932000074", "departement": "01"}
    assert rows[1] == {"name": "MJC CALONNE", "departement": "62", "kind": "association"}


def test_persons_are_told_from_organisations() -> None:
    assert is_natural_person("M. Jean MARTIN")
    assert is_natural_person("Dupont", kind="Personne physique")
    assert not is_natural_person("Monsieur le maire de Melun")
    assert not is_natural_person("MADAME ET LES AUTRES")
    assert not is_natural_person("Maison Martin")


def test_names_and_classes_fit_the_sheet() -> None:
    assert len(short_name("mot " * 200)) <= 200
    assert short_name("x" * 300).endswith("…")
    assert [staff_class(code) for code in ("NN", "03", "21", "53", "")] == [
        "0",
        "1-9",
        "50-249",
        "5000+",
        "",
    ]
