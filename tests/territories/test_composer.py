"""A perimeter is composed without JavaScript, shared by its address, exported and read again."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from terreau.territories.enums import SuccessionCause
from terreau.territories.fields import TerritoriesField, TerritoryField
from terreau.territories.models import Succession, Territory
from terreau.territories.perimeters import describe_perimeter
from tests.territories.factories import unit

HOME = "/territoires/perimetre/"


class PlaceForm(forms.Form):
    place = TerritoryField(label="Siège")
    perimeter = TerritoriesField(label="Périmètre", required=False)


def filled(query: str) -> PlaceForm:
    return PlaceForm(QueryDict(query))


@pytest.mark.usefixtures("val_de_marne")
class TestComposer:
    def test_the_address_carries_everything(self, client) -> None:
        page = client.get(HOME + "?t=commune:94018&t=commune:94069&label=Nos+rives").content
        text = page.decode()
        assert "Nos rives" in text
        assert "43\u202f336 habitants" in text
        assert text.count("checked") == 2

    def test_searching_keeps_what_is_chosen(self, client) -> None:
        text = client.get(HOME + "?t=commune:94018&t-q=saint+maurice").content.decode()
        assert 'value="commune:94018"' in text
        assert 'value="commune:94069"' in text

    def test_one_click_for_the_whole_departement(self, client) -> None:
        text = client.get(HOME + "?t=commune:94018").content.decode()
        assert "t=departement%3A94" in text

    def test_a_very_large_perimeter_is_warned_about_softly(self, client) -> None:
        assert "très grand" in client.get(HOME + "?t=departement:94").content.decode()
        assert "très grand" not in client.get(HOME + "?t=commune:94018").content.decode()

    def test_the_slice_is_a_part_of_the_page(self, client) -> None:
        address = HOME + "?t=commune:94018"
        slice_ = client.get(address, headers={"HX-Request": "true"}).content.decode().strip()
        assert slice_ in client.get(address).content.decode()

    def test_unknown_codes_are_told(self, client) -> None:
        text = client.get(HOME + "?t=commune:00000&t=x&t=%3Cb%3E").content.decode()
        assert "Aucun territoire ne porte le code « 00000 »" in text
        assert "<b>" not in text

    def test_an_export_is_read_again_identical(self, client) -> None:
        query = "?t=commune%3A94018&t=departement%3A75"
        sheet = client.get("/territoires/perimetre/export.csv" + query)
        assert sheet.content.decode("utf-8-sig").splitlines()[1].startswith("commune;94018;")
        upload = SimpleUploadedFile("perimetre.csv", sheet.content)
        answer = client.post("/territoires/perimetre/importer/", {"file": upload})
        assert answer["Location"] == HOME + query

    def test_lists_of_codes_are_imported(self, client) -> None:
        answer = client.post("/territoires/perimetre/importer/", {"codes": "94018, 94069\n75"})
        assert answer["Location"].endswith(
            "?t=commune%3A94018&t=commune%3A94069&t=departement%3A75"
        )

    @pytest.mark.parametrize("codes", ["", "94018 99999", "=1+1"])
    def test_a_wrong_list_is_told_and_not_lost(self, client, codes: str) -> None:
        answer = client.post("/territoires/perimetre/importer/", {"codes": codes})
        assert answer.status_code == 200
        assert codes in answer.content.decode()
        assert "error" in answer.content.decode()

    def test_a_picture_handed_in_as_a_list_is_refused(self, client) -> None:
        upload = SimpleUploadedFile("photo.png", b"\x89PNG\x00\x00")
        answer = client.post("/territoires/perimetre/importer/", {"file": upload})
        assert "CSV" in answer.content.decode()


@pytest.mark.usefixtures("val_de_marne")
class TestFields:
    def test_tokens_become_territories(self) -> None:
        form = filled("place=commune:94018&perimeter=commune:94018&perimeter=epci:200054781")
        assert form.is_valid(), form.errors
        assert form.cleaned_data["place"] == unit("commune", "94018")
        assert [place.kind for place in form.cleaned_data["perimeter"]] == ["commune", "epci"]

    def test_the_only_answer_to_a_search_is_taken(self) -> None:
        form = filled("place-q=94220")
        assert form.is_valid(), form.errors
        assert form.cleaned_data["place"].code == "94018"

    def test_several_answers_are_offered_and_nothing_is_lost(self) -> None:
        form = filled("place-q=saint&perimeter=commune:94018")
        assert "cochez" in form.errors["place"][0]
        assert 'value="commune:94069"' in str(form["place"])
        assert 'value="saint"' in str(form["place"])
        assert 'value="commune:94018" id="chosen' in str(form["perimeter"])

    def test_nothing_chosen_is_refused_only_where_required(self) -> None:
        form = filled("")
        assert list(form.errors) == ["place"]

    def test_a_departement_is_no_seat(self) -> None:
        assert "commune" in filled("place=departement:94").errors["place"][0]

    def test_an_obsolete_code_proposes_its_successor(self) -> None:
        gone, heir = unit("commune", "94069"), unit("commune", "94018")
        Territory.objects.filter(pk=gone.pk).update(is_obsolete=True)
        Succession.objects.create(
            predecessor=gone, successor=heir, cause=SuccessionCause.MERGER, source="test"
        )
        form = filled("place=commune:94069")
        assert "n’existe plus" in form.errors["place"][0]
        assert "Charenton-le-Pont (94018)" in form.errors["place"][0]
        assert 'value="commune:94018"' in str(form["place"])

    def test_initial_values_are_shown_chosen(self) -> None:
        form = PlaceForm(initial={"place": unit("commune", "94018")})
        assert "Charenton-le-Pont" in str(form["place"])

    def test_a_change_is_seen(self) -> None:
        field = PlaceForm.base_fields["perimeter"]
        here = unit("commune", "94018")
        assert not field.has_changed([here], {"tokens": ["commune:94018"], "q": ""})
        assert field.has_changed([here], {"tokens": [], "q": ""})

    def test_the_slice_answers_what_the_form_shows(self, client) -> None:
        answer = client.get(
            "/territoires/choisir/?field=place&place-q=saint&single=1&kinds=commune"
        )
        assert answer.content.decode().strip() in str(filled("place-q=saint")["place"])
        assert client.get("/territoires/choisir/?field=<x>").status_code == 400

    def test_a_perimeter_is_named_after_its_units(self) -> None:
        units = [unit("commune", "94018"), unit("commune", "94069")]
        assert describe_perimeter(units).label == "Charenton-le-Pont et Saint-Maurice"
