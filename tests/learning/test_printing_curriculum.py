"""The packs of all real lessons, in every language, read back."""

from __future__ import annotations

import os
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader
from structlog.testing import capture_logs

from app.catalogue.types import in_language
from app.core.words import LANGUAGES
from app.learning import printing_presenters as printing
from app.learning.printing_lesson_presenters import Occasion
from app.papers.markup import words
from app.papers.service import draw
from app.releases import queries as releases
from tests.support.papers import letters, pages_of

NAMES = ("Ada Lovelace-Mizrahi", "נועם לוי", "רננה אוחנה", "Ілона Петренко", "رنا خوري")
MOST_PAGES = 24
EVERY = os.environ.get("KELIM_TEST_MATRIX") == "full"
"""Reading a paper back is slow: each lesson in one of the languages, and in all of them with the full matrices."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lessons_pack_is_whole(app: Flask, language: str) -> None:
    with app.test_request_context(f"/?lang={language}"), force_locale(language):
        content = releases.published()
        lessons = [lesson for lesson in content.catalogue.lessons.values() if lesson.facilitation]
        for number, lesson in enumerate(lessons, LANGUAGES.index(language)):
            data = printing.pack(Occasion(content, lesson, language, 1080, None, NAMES), printing.read_parts([]))
            with capture_logs() as logs:
                pdf = draw("learning/pack", data, language=language, title=in_language(lesson.title, language)[1])
            assert logs == [], lesson.id
            assert len(PdfReader(BytesIO(pdf)).pages) <= MOST_PAGES, lesson.id
            if EVERY or number % len(LANGUAGES) == 0:
                check(lesson.id, {part["kind"]: part["body"] for part in data["parts"]}, pdf)
            if lesson.kind != "self-study":
                assert data["parts"][1]["body"]["tables"][0]["minutes"] == lesson.minutes
    assert len(lessons) >= 10


def check(lesson: str, parts: dict[str, Any], pdf: bytes) -> None:
    """All that was put in can be read, each person's name too."""
    cards = [card for one in parts.get("cards", {}).get("sets", []) for card in one["cards"]]
    assert all(letters(words(card["nodes"])) for card in cards)
    shown = [
        *(words([*card["title"], " ", *card["nodes"]]) for card in cards),
        *(words(sheet["nodes"]) for sheet in parts["handout"]["sheets"]),
        *(words(block["nodes"]) for block in parts["notes"]["blocks"]),
        *(line["text"] for line in parts.get("never", [])),
        *NAMES,
    ]
    pages = pages_of(pdf)
    assert not letters(" ".join(shown)) - letters(" ".join(pages)), lesson
    assert not any(mark in page for page in pages for mark in "\ufffd◊")
    assert all(letters(page) for page in pages), f"{lesson} has an empty page"
