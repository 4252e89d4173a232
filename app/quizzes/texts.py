"""Texts of a release as pages show them, marked with their own language where that is not the reader's."""

from __future__ import annotations

from markupsafe import Markup

from app.catalogue.types import Words, in_language
from app.core.words import direction_of
from app.web.trusted import rendered


def html(words: Words, language: str) -> Markup:
    """Rendered blocks."""
    return _marked("div", words, language)


def inline(words: Words, language: str) -> Markup:
    """The same for what stands within a line."""
    return _marked("span", words, language)


def _marked(tag: str, words: Words, language: str) -> Markup:
    used, text = in_language(words, language)
    if used == language or not text:
        return rendered(text)
    return rendered(f'<{tag} lang="{used}" dir="{direction_of(used)}">{text}</{tag}>')
