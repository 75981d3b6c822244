"""Draw the answers to one statement as one thin bar; the words beside it say the figures."""

from django.utils.safestring import SafeString

from terreau.core.pictures.svg import element


def share_bar(agree: float, passed: float, disagree: float) -> SafeString:
    """Draw three shares: agreement from the left, refusal from the right, passing between."""
    parts = [element("rect", width=100, height=8, class_="p-track")]
    if agree:
        parts.append(element("rect", width=agree * 100, height=8, class_="p-fill p-tone-leaf"))
    if disagree:
        parts.append(
            element(
                "rect",
                x=(agree + passed) * 100,
                width=disagree * 100,
                height=8,
                class_="p-fill p-tone-clay",
            )
        )
    return element(
        "svg",
        *parts,
        viewBox="0 0 100 8",
        class_="share",
        preserveAspectRatio="none",
        aria_hidden="true",
        focusable="false",
    )
