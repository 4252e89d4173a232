"""Every pair of colours that stands together can be told apart: text 4.5:1, borders and marks 3:1 (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from itertools import product

import pytest

from app.config import ROOT

TOKENS = (ROOT / "app/static/css/tokens.css").read_text()
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)")
SURFACES = ("surface", "surface-raised", "surface-sunken")
TONES = ("success", "warning", "danger", "info")
TEXT = [
    *product(("text", "text-muted", "accent", "accent-strong", *TONES), SURFACES),
    *((word, f"{tone}-soft") for tone in (*TONES, "accent") for word in ("text", "text-muted")),
    *((tone, f"{tone}-soft") for tone in (*TONES, "accent")),
    ("accent-strong", "accent-soft"),
    ("accent-text", "accent"),
    ("accent-text", "accent-strong"),
    ("ink-text", "ink"),
]
MARKS = [
    *product(("border-strong", "focus"), (*SURFACES, "accent-soft", "warning-soft")),
    *product(("part-theory", "part-practice", "part-field", "part-pending", "accent"), SURFACES),
    ("surface-raised", "success"),
]


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", css))


SCHEMES = {"light": colours(LIGHT), "dark": colours(LIGHT) | colours(DARK)}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (MARKS, 3.0)], ids=["text", "marks"])
def test_colours_can_be_told_apart(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    tokens = SCHEMES[scheme]
    weak = {pair: ratio for pair in pairs if (ratio := contrast(tokens[pair[0]], tokens[pair[1]])) < least}
    assert weak == {}
