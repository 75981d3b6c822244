"""Write SVG elements: everything is escaped, a drawing says what it shows."""

import hashlib
from collections.abc import Iterable
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe


def element(tag: str, *content: object, **attributes: object) -> SafeString:
    """Write one element; `class_` is the class, underscores become hyphens, None is left out.

    >>> str(element("text", "R & D", x=1.50, class_="t-soft"))
    '<text x="1.5" class="t-soft">R &amp; D</text>'
    """
    written = "".join(
        f' {attribute_name(name)}="{_escaped(_short(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(map(_escaped, content))
    end = f">{inside}</{tag}>" if content else "/>"
    return mark_safe(f"<{tag}{written}{end}")  # noqa: S308 — each part is escaped above


def _escaped(value: object) -> str:
    """Escape unless it is marked safe: a map writes thousands of these, so no lazy wrapper."""
    text = value if isinstance(value, str) else str(value)
    return text if isinstance(text, SafeString) else escape(text)


@cache
def attribute_name(name: str) -> str:
    """Turn a keyword into an attribute name; `viewBox` keeps its capital."""
    return name.rstrip("_").replace("_", "-")


def _short(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".")
    return value


def group(parts: Iterable[SafeString], **attributes: object) -> SafeString:
    """Gather elements."""
    return element("g", *parts, **attributes)


def link(url: str, label: str, *content: SafeString) -> SafeString:
    """Make a part of the drawing a link with a name; without url the part stays as it is."""
    if not url:
        return mark_safe("".join(content))  # noqa: S308 — made of escaped elements
    return element("a", *content, href=url, aria_label=label or None)


def drawing(
    parts: Iterable[SafeString],
    *,
    width: float,
    height: float,
    title: str,
    description: str,
    css: str = "",
    is_navigable: bool = False,
    **attributes: object,
) -> SafeString:
    """Write the whole picture, named by its title and its description.

    A drawing with links stays a group: `role="img"` would hide its links from readers.
    """
    body = list(parts)
    known_by = hashlib.sha256("".join([title, description, css, *body]).encode()).hexdigest()[:10]
    title_id, description_id = f"t{known_by}", f"d{known_by}"
    return element(
        "svg",
        element("title", title, id=title_id),
        element("desc", description, id=description_id),
        *body,
        viewBox=f"0 0 {_short(float(width))} {_short(float(height))}",
        class_=css or None,
        role="group" if is_navigable else "img",
        aria_labelledby=f"{title_id} {description_id}",
        **attributes,
    )
