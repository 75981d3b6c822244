"""A long list of choices is written as Django would write it, only faster."""

from django import forms

from terreau.core.forms import LongSelect

CHOICES = [("", "—"), ("1", "L’un & l’autre"), ("2", '<b>"deux"</b>')]


class PlainForm(forms.Form):
    one = forms.ChoiceField(choices=CHOICES)


class FastForm(forms.Form):
    one = forms.ChoiceField(choices=CHOICES, widget=LongSelect(attrs={"data-x": "a&b"}))


def test_it_says_what_django_says() -> None:
    for data in ({"one": "2"}, {"one": "1"}, {}):
        plain, fast = str(PlainForm(data)["one"]), str(FastForm(data)["one"])
        tidy = [
            "".join(html.split()).replace('data-x="a&amp;b"', "").replace("selected=", "selected")
            for html in (plain, fast)
        ]
        assert tidy[0].count("<option") == tidy[1].count("<option") == 3
        for said in ("L’un &amp; l’autre", "&lt;b&gt;&quot;deux&quot;&lt;/b&gt;", 'name="one"'):
            assert said in plain
            assert said in fast
        assert ("selected" in fast) == ("selected" in plain)


def test_the_chosen_one_is_marked() -> None:
    assert '<option value="2" selected="selected">' in str(FastForm({"one": "2"})["one"])
    assert 'data-x="a&amp;b"' in str(FastForm()["one"])
