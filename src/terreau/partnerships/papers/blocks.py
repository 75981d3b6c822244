"""Cut the text of an agreement into titles, paragraphs and lists: what every file is written of."""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
_STYLES = {"strong_open": "strong", "em_open": "em"}


@dataclass(frozen=True)
class Run:
    """A stretch of words in one style: "", "strong" or "em"; "\\n" is a line break."""

    text: str
    style: str = ""

    @property
    def is_break(self) -> bool:
        """Tell whether this is only a line break."""
        return self.text == "\n"


@dataclass(frozen=True)
class Block:
    """A title (its level), a paragraph (level 0) or an item of a list."""

    runs: tuple[Run, ...]
    level: int = 0
    is_item: bool = False


def read_blocks(text: str) -> list[Block]:
    """Read an agreement as blocks.

    >>> [block.level for block in read_blocks("# Un titre\\n\\nDu texte.")]
    [1, 0]
    """
    blocks: list[Block] = []
    level, depth = 0, 0
    for token in _reader.parse(text):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "inline":
            blocks.append(Block(tuple(_runs(token.children or [])), level, depth > 0 and not level))
            level = 0
        elif token.type in ("code_block", "fence"):
            blocks.append(Block((Run(token.content),)))
    return blocks


def _runs(tokens: list[Token]) -> Iterator[Run]:
    styles: list[str] = []
    for token in tokens:
        if token.type in _STYLES:
            styles.append(_STYLES[token.type])
        elif token.type in ("strong_close", "em_close"):
            styles.pop()
        elif token.type in ("softbreak", "hardbreak"):
            yield Run("\n")
        elif token.content:
            yield Run(token.content, styles[-1] if styles else "")
