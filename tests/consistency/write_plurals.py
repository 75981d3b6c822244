"""Write the French catalogue: the source's own words, under the French rule of the plural.

Without it, Django counts French words by the English rule and says « 0 membres ». Only the plural
messages are in it; `make messages` writes it again from the English catalogue.
"""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "src" / "terreau" / "locale"
ENGLISH, FRENCH = (LOCALE / code / "LC_MESSAGES" / "django.po" for code in ("en", "fr"))


def french_plurals() -> polib.POFile:
    """Copy each plural message of the sources, zero and one being singular."""
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Project-Id-Version": "Terreau",
        "Language": "fr",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    for entry in polib.pofile(str(ENGLISH)):
        if entry.msgid_plural and not entry.obsolete:
            catalogue.append(
                polib.POEntry(
                    msgctxt=entry.msgctxt,
                    msgid=entry.msgid,
                    msgid_plural=entry.msgid_plural,
                    msgstr_plural={0: entry.msgid, 1: entry.msgid_plural},
                    flags=[flag for flag in entry.flags if flag.endswith("-format")],
                )
            )
    return catalogue


def main() -> None:
    """Write the catalogue and compile it."""
    FRENCH.parent.mkdir(parents=True, exist_ok=True)
    catalogue = french_plurals()
    catalogue.save(str(FRENCH))
    catalogue.save_as_mofile(str(FRENCH.with_suffix(".mo")))


if __name__ == "__main__":
    main()
