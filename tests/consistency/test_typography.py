"""French sentences hold together: what people read has the spaces of its punctuation."""

import re

import polib
import pytest
from django.test import Client, override_settings
from django.utils.translation import gettext, ngettext, override

from config.settings import base
from tests.consistency.write_typography import TYPOGRAPHY, french_typography, set_spaces

IN_PRODUCTION = override_settings(LOCALE_PATHS=base.LOCALE_PATHS)


def entries_of(catalogue) -> dict:
    return {(e.msgctxt, e.msgid): e.msgstr_plural or e.msgstr for e in catalogue if e.msgid}


def test_the_catalogue_is_that_of_the_sentences() -> None:
    written = entries_of(polib.mofile(str(TYPOGRAPHY)))
    assert written == entries_of(french_typography()), "run make messages"
    assert len(written) > 1_000


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Pourquoi ? Parce que ; oui !", "Pourquoi\u202f? Parce que\u202f; oui\u202f!"),
        ("Le nom : « %(name)s »", "Le nom\u00a0: «\u00a0%(name)s\u00a0»"),
        ("« ? » : ne sait pas", "«\u00a0?\u00a0»\u00a0: ne sait pas"),
        ("moins de %(n)s %% des voix", "moins de %(n)s\u00a0%% des voix"),
        ('<a href="/x ?y : z">Où ?</a>', '<a href="/x ?y : z">Où\u202f?</a>'),
        ("tel: 01 ; https://exemple.test/?a=b", "tel: 01\u202f; https://exemple.test/?a=b"),
        ("rien à changer", "rien à changer"),
    ],
)
def test_the_rules(typed: str, set_: str) -> None:
    assert set_spaces(typed) == set_
    assert set_spaces(set_) == set_


@IN_PRODUCTION
def test_production_reads_it_before_the_plurals() -> None:
    sentence = "Le fichier « %(file)s » n’existe pas."
    with override("fr"):
        assert gettext(sentence) == set_spaces(sentence) != sentence
        for entry in french_typography():
            if entry.msgid_plural and not entry.msgctxt:
                told = [ngettext(entry.msgid, entry.msgid_plural, n) for n in (0, 1, 2)]
                one, many = entry.msgstr_plural[0], entry.msgstr_plural[1]
                assert told == [one, one, many]
    with override("en"):
        assert gettext(sentence) != set_spaces(sentence)


@IN_PRODUCTION
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/acteurs/", "/territoires/", "/comptes/connexion/"])
def test_no_line_breaks_there(client: Client, address: str) -> None:
    page = client.get(address, follow=True)
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " <> ", page.content.decode(), flags=re.S)
    assert re.findall(r"« \w[^<]*|[^<]*\w [:;?!»](?=\s)", text) == []
