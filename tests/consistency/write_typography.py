"""Write the catalogue of French spaces: no line breaks before « : » or inside « these marks ».

The sources are typed with ordinary spaces, as keyboards give them; this catalogue gives each
French sentence again with spaces that hold: a no-break space before the colon, the percent sign
and inside the marks, a narrow one before « ; », « ! » and « ? ». `make messages` writes it.
"""

import re

import polib

from tests.consistency.write_plurals import ENGLISH, LOCALE, french_plurals

TYPOGRAPHY = LOCALE / "typography" / "fr" / "LC_MESSAGES" / "django.mo"
WIDE, NARROW = "\u00a0", "\u202f"
# Outside of tags: what stands in an attribute is an address or a name, not a sentence.
_OUTSIDE_TAGS = re.compile(r"(<[^<>]*>)")
_RULES = (
    (re.compile(r"« "), f"«{WIDE}"),
    (re.compile(r" (?=[»:](?:\W|$))"), WIDE),
    (re.compile(r" (?=%%)"), WIDE),
    (re.compile(r" (?=[;!?](?:\W|$))"), NARROW),
)


def set_spaces(text: str) -> str:
    """Give a French sentence with the spaces that its punctuation asks for.

    >>> set_spaces("Dire « oui » : pourquoi ?").split(" ")
    ['Dire', '«\\xa0oui\\xa0»\\xa0:', 'pourquoi\\u202f?']
    """
    parts = _OUTSIDE_TAGS.split(text)
    for rank in range(0, len(parts), 2):
        for wanted, written in _RULES:
            parts[rank] = wanted.sub(written, parts[rank])
    return "".join(parts)


def french_typography() -> polib.POFile:
    """Copy each message that its spaces change."""
    catalogue = polib.POFile()
    catalogue.metadata = dict(french_plurals().metadata)
    for entry in polib.pofile(str(ENGLISH)):
        texts = [entry.msgid, *filter(None, [entry.msgid_plural])]
        written = [set_spaces(text) for text in texts]
        if entry.obsolete or written == texts:
            continue
        plurals = dict(enumerate(written)) if entry.msgid_plural else {}
        catalogue.append(
            polib.POEntry(
                msgctxt=entry.msgctxt,
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgstr="" if plurals else written[0],
                msgstr_plural=plurals,
            )
        )
    return catalogue


def main() -> None:
    """Write the compiled catalogue; its source is the English one."""
    TYPOGRAPHY.parent.mkdir(parents=True, exist_ok=True)
    french_typography().save_as_mofile(str(TYPOGRAPHY))


if __name__ == "__main__":
    main()
