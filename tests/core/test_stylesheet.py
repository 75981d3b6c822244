"""The sheet stays small, and its colours readable, in light and in dark."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

TEXT = ["ink", "soft", "leaf-deep", "clay-deep", "honey-deep", "slate", "violet", "rose", "brown"]
GROUNDS = ["paper", "card", "wash", "sunk"]
WASHES = {"leaf-wash": "leaf-deep", "clay-wash": "clay-deep", "honey-wash": "honey-deep"}
SHAPES = ["leaf", "clay", "honey-line", "honey-deep", "slate", "violet", "rose", "brown", "edge"]


def read_sheet(name="terreau"):
    return Path(finders.find(f"core/{name}.css")).read_text()


def tokens(name):
    block = re.search(r":root\s*\{([^}]*)\}", read_sheet(name))[1]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]+);", block))


SCHEMES = {"light": tokens("terreau"), "dark": tokens("night")}


def luminance(colour):
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_the_known_one():
    assert contrast("#fff", "#000") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_are_readable_on_every_ground(scheme):
    colours = SCHEMES[scheme]
    weak = {
        (word, ground): round(contrast(colours[word], colours[ground]), 2)
        for word in TEXT
        for ground in GROUNDS
        if contrast(colours[word], colours[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_on_colour_are_readable(scheme):
    colours = SCHEMES[scheme]
    pairs = [
        (colours["on-leaf"], colours["leaf"]),
        (colours["ink"], colours["heat"]),
        ("#2a2420", colours["honey"]),
        (colours["ink"], colours["slate-wash"]),
        (colours["slate"], colours["slate-wash"]),
        *((colours[word], colours[wash]) for wash, word in WASHES.items()),
        *((colours["ink"], colours[wash]) for wash in WASHES),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_shapes_borders_and_focus_stand_out(scheme):
    colours = SCHEMES[scheme]
    weak = {
        (shape, ground): round(contrast(colours[shape], colours[ground]), 2)
        for shape in [*SHAPES, "focus"]
        for ground in ("paper", "card")
        if contrast(colours[shape], colours[ground]) < 3
    }
    assert weak == {}


def test_the_dark_gives_every_colour_again():
    assert SCHEMES["dark"].keys() == SCHEMES["light"].keys()


def test_the_sheet_is_small_layered_and_alone():
    sheet = read_sheet()
    assert len(sheet.encode()) + len(read_sheet("night").encode()) < 40_000
    assert "@layer reset, tokens, base, layout, components, utilities;" in sheet
    assert "@import" not in sheet
    assert "url(" not in sheet
    assert "prefers-reduced-motion" in sheet
    assert "@media print" in sheet


def test_every_icon_of_the_templates_is_in_the_sprite():
    sprite = set(
        re.findall(r'<symbol id="([\w-]+)"', Path(finders.find("core/icons.svg")).read_text())
    )
    source = Path(__file__).resolve().parents[2] / "src" / "terreau"
    used = {
        name
        for page in source.rglob("templates/**/*.html")
        for name in re.findall(r'\{% icon "([\w-]+)"', page.read_text())
    }
    assert used <= sprite
