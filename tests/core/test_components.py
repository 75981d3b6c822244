"""Components say the same thing in words as in colour, and tie labels to fields."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from terreau.core.worlds_look import LOOKS, UNKNOWN_LOOK, world_look


def render(source, **context):
    return Template(source).render(Context(context))


class SampleForm(forms.Form):
    name = forms.CharField(label="Nom", help_text="Tel qu’on le dira.")
    voice = forms.ChoiceField(
        label="Voix", choices=[("a", "Oui"), ("b", "Non")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False)

    def clean(self):
        raise forms.ValidationError("L’ensemble ne tient pas.")


@pytest.mark.parametrize("world", LOOKS)
def test_a_world_is_a_colour_a_shape_and_a_word(world):
    html = render("{% world_badge world %}", world=world)
    assert f'class="world {LOOKS[world].css}"' in html
    assert LOOKS[world].path in html
    assert str(LOOKS[world].word) in html


def test_worlds_differ_in_shape_and_in_class():
    looks = [*LOOKS.values(), UNKNOWN_LOOK]
    assert len({look.path for look in looks}) == len({look.css for look in looks}) == len(looks)


def test_a_world_is_counted_in_words():
    assert render('{% world_badge "public" 4 %}').strip().endswith("4 publics</span>")
    assert render('{% world_badge "public" 1 %}').strip().endswith("1 public</span>")


def test_an_unknown_world_never_borrows_the_look_of_another():
    assert world_look("unheard-of") is UNKNOWN_LOOK


def test_a_field_ties_label_help_and_error():
    form = SampleForm({"name": "", "voice": "a"})
    html = render("{% field form.name %}", form=form)
    assert '<label for="id_name">Nom</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_without_error_is_not_said_wrong():
    html = render("{% field form.note %}", form=SampleForm())
    assert "aria-invalid" not in html
    assert "(facultatif)" in html


def test_choices_are_a_fieldset_with_its_legend():
    html = render("{% field form.voice %}", form=SampleForm({"name": "x"}))
    assert re.search(r"<fieldset[^>]*aria-describedby=\"id_voice_error\"", html)
    assert "<legend>Voix" in html


def test_the_summary_links_to_each_field_and_keeps_general_errors():
    html = render("{% error_summary form %}", form=SampleForm({"name": "", "voice": "z"}))
    assert 'role="alert"' in html
    assert 'tabindex="-1"' in html
    assert '<a href="#id_name">Nom</a>' in html
    assert "#id_voice" in html
    assert "L’ensemble ne tient pas." in html
    targets = set(re.findall(r'href="#([^"]+)"', html))
    page = render("{{ form }}", form=SampleForm({"name": "", "voice": "z"}))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))


def test_no_summary_before_the_form_is_sent():
    assert render("{% error_summary form %}", form=SampleForm()).strip() == ""


def test_the_form_renderer_is_the_house_one():
    html = str(SampleForm({"name": "<script>", "voice": "a"}))
    assert 'class="field' in html
    assert "<script>" not in html


def test_an_empty_state_is_an_invitation():
    html = render('{% empty_state "Rien encore" "Écrivez." "/ecrire/" "Raconter" %}')
    assert '<a class="btn" href="/ecrire/">Raconter</a>' in html


def test_progress_says_its_counts():
    html = render('{% progress_bar 12480 34969 "Communes" %}')
    assert "12\u202f480 sur 34\u202f969" in html
    assert 'max="34969" value="12480"' in html
    assert "value=" not in render('{% progress_bar 0 0 "Communes" %}')
    assert 'value="5"' in render('{% progress_bar 9 5 "Communes" %}')


def test_the_stepper_names_the_current_step():
    html = render("{% stepper steps 2 %}", steps=["Question", "Périmètre", "Invité"])
    assert html.count('aria-current="step"') == 1
    assert "Étape 2 sur 3" in html
    assert "(faite)" in html


def test_tabs_and_breadcrumb_mark_where_one_is():
    tabs = render("{% tabs items %}", items=[("Tableau", "?a", True), ("Carte", "?b", False)])
    assert '<a href="?a" aria-current="page">Tableau</a>' in tabs
    trail = render("{% breadcrumb items %}", items=[("Alliances", "/a/"), ("<b>", "")])
    assert '<span aria-current="page">&lt;b&gt;</span>' in trail


def test_pagination_keeps_the_filters():
    request = RequestFactory().get("/", {"q": "a&b", "page": "3"})
    page = Paginator(range(100), 10).get_page(3)
    html = render("{% pagination page %}", page=page, request=request)
    assert 'href="?q=a%26b&amp;page=2"' in html
    assert 'rel="next" href="?q=a%26b&amp;page=4"' in html
    assert html.count('aria-current="page"') == 1


def test_pagination_of_one_page_is_nothing():
    request = RequestFactory().get("/")
    page = Paginator(range(3), 10).get_page(1)
    assert render("{% pagination page %}", page=page, request=request).strip() == ""


def test_an_icon_is_decoration_unless_it_is_named():
    assert 'aria-hidden="true"' in render('{% icon "plus" %}')
    assert 'aria-label="Ajouter"' in render('{% icon "plus" "Ajouter" %}')
