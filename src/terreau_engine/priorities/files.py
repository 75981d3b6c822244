"""Read a text that is a path or the text itself, with line numbers for what goes wrong."""

from pathlib import Path

from terreau_engine.errors import BadFile


def read_text(source: str | Path) -> str:
    """Give the text of a file, or the text itself when it holds a line feed."""
    if isinstance(source, str) and "\n" in source:
        return source.removeprefix("\ufeff")
    try:
        return Path(source).read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile("the file is not in UTF-8: save it again in UTF-8.") from error
    except (OSError, ValueError) as error:
        raise BadFile(f"the file {str(source)[:200]!r} cannot be opened.") from error
