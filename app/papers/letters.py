"""What the house's font can draw, and numbers that keep their order inside right-to-left text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import fontpkg_rubik
from fontTools.ttLib import TTFont

FONTS = fontpkg_rubik.ROOT / "files"
INSTEAD = "◊"
"""Stands where the font has no letter: an emoji, or a script that nobody here writes in."""

_LTR, _POP = "\u2066", "\u2069"
# Formatting characters that draw nothing: the engine takes them, whether or not the font names them.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0f"
_DRAWN = "☐"  # house.typ draws it
_RANGE = re.compile(
    "(?<![\u2066\\w.,:/])(?:"
    r"[*+#]\d[\d.\-–/]*"  # *6550, +972-2-…
    r"|\d[\d.,:/]*(?:\s?[-–−×=+]\s?\d[\d.,:/]*)+"  # 18:00–19:30, 1-800-363-363, 5 × 10
    r")(?<![.,:/])"
)


def isolated(text: str) -> str:
    """Ranges of numbers and telephone numbers read from the left, whatever surrounds them."""
    return _RANGE.sub(rf"{_LTR}\g<0>{_POP}", text)


def legible(value: object) -> object:
    """The same data with a mark in place of every character that the font lacks."""
    if isinstance(value, str):
        return _missing().sub(INSTEAD, value)
    if isinstance(value, Mapping):
        return {key: legible(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [legible(inner) for inner in value]
    return value


@lru_cache(maxsize=1)
def _missing() -> re.Pattern[str]:
    with TTFont(FONTS / "Rubik[wght].ttf", lazy=True) as font:
        known = sorted(font.getBestCmap())
    inside = "".join(re.escape(chr(x)) for x in known if x >= ord(" "))
    return re.compile(f"[^\\n\\t{_UNSEEN}{_DRAWN}{inside}]\ufe0f?")
