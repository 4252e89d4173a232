"""Every published text of the real curriculum, in every language, as a tree: no word is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import html5lib
import pytest
from flask import Flask
from markupsafe import Markup

from app.core.words import LANGUAGES
from app.papers.letters import legible
from app.papers.markup import tree, words
from app.releases import queries as releases

ISOLATES = {0x2066: None, 0x2068: None, 0x2069: None}


def texts(thing: Any, language: str) -> Iterator[str]:
    """All HTML of a language inside a lesson."""
    if is_dataclass(thing):
        for one in fields(thing):
            yield from texts(getattr(thing, one.name), language)
    elif isinstance(thing, Mapping) and isinstance(thing.get(language), Markup):
        yield str(thing[language])
    elif isinstance(thing, tuple):
        for one in thing:
            yield from texts(one, language)


def read(html: str) -> str:
    """The words that a browser would show, all white space left out."""
    return "".join("".join(html5lib.parseFragment(html).itertext()).translate(ISOLATES).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_curriculum_is_lost_on_paper(app: Flask, language: str) -> None:
    with app.app_context():
        lessons = releases.published().catalogue.lessons.values()
    found = [html for lesson in lessons for html in texts(lesson, language)]
    drawn = ["".join(words(tree(html)).translate(ISOLATES).split()) for html in found]
    faults = [html for html, shown in zip(found, drawn, strict=True) if read(html) != _without_addresses(html, shown)]
    assert len(found) > 1000
    assert faults == []
    assert legible(drawn) == drawn


def _without_addresses(html: str, shown: str) -> str:
    """Foreign addresses are added in brackets; the browser keeps them in the link."""
    for link in html5lib.parseFragment(html, namespaceHTMLElements=False).iter("a"):
        address = link.get("href", "").removeprefix("https://").removeprefix("http://").removesuffix("/")
        if link.get("href", "").startswith("http"):
            shown = shown.replace(f"({address})", "")
    return shown
