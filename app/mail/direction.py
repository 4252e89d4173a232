"""Direction of plain text, where there is no `dir`: Unicode marks and isolates (UAX #9).

Most mail programs take a line's direction from its first strong letter, so a Hebrew line that begins with a number or a
Latin name needs a right-to-left mark. Names stand in isolates. Addresses of pages stay bare, alone in their line: a
mark beside them would become part of the link.
"""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

RIGHT_TO_LEFT_MARK = "\u200f"
LEFT_TO_RIGHT_MARK = "\u200e"
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
_CONTROLS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def isolate(text: str) -> str:
    """People's words, on one line, unable to turn what stands around them."""
    return ISOLATE + " ".join(text.translate(_CONTROLS).split()) + END_OF_ISOLATE


def bare(text: str) -> str:
    return text.replace(ISOLATE, "").replace(END_OF_ISOLATE, "")


def is_link(paragraph: str) -> bool:
    return paragraph.startswith(("https://", "http://")) and " " not in paragraph


def begin(paragraph: str, way: str) -> str:
    """The paragraph with a mark in front if its first strong letter would turn it the wrong way."""
    if is_link(paragraph) or _first_strong(paragraph) == way:
        return paragraph
    return (RIGHT_TO_LEFT_MARK if way == "rtl" else LEFT_TO_RIGHT_MARK) + paragraph


def _first_strong(text: str) -> str:
    """Direction of the first strong letter outside of isolates; empty if there is none."""
    depth = 0
    for letter in text:
        depth += (letter == ISOLATE) - (letter == END_OF_ISOLATE)
        kind = unicodedata.bidirectional(letter)
        if depth == 0 and kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return ""


def as_html(paragraph: str) -> Markup:
    """Escaped, isolates as <bdi>, a page's address as a link."""
    if is_link(paragraph):
        return Markup('<a href="%s" dir="ltr">%s</a>') % (paragraph, paragraph)
    return escape(paragraph).replace(ISOLATE, Markup("<bdi>")).replace(END_OF_ISOLATE, Markup("</bdi>"))
