"""Every lesson read in a browser on a phone, and its facilitation: accessible, in direction, wholly in its language.

`make test` walks a few; the full matrix walks all that are written.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from app.config import ROOT
from app.core.words import direction_of
from tests.journeys.conftest import OpenPage
from tests.journeys.pages import is_full
from tests.journeys.test_every_page import AXE, RUN_AXE, WIDER_THAN_SCREEN

ALL = sorted(ROOT.glob("modules/*/*/lesson.en.md"))
SAMPLE = ("grief-and-loss", "groups-and-shared-reading", "safe-notes", "final-simulation")
IN_ANOTHER = "main [lang]:not([lang={language}], cite, cite *, bdi, .citation a, option, .languages *)"
pytestmark = pytest.mark.browser


def lessons() -> list[str]:
    return [file.parent.name for file in ALL if is_full() or file.parent.name in SAMPLE]


def languages_of(name: str, page: str = "lesson") -> list[str]:
    (folder,) = ROOT.glob(f"modules/*/{name}")
    return [one for one in ("he", "en", "ar") if (folder / f"{page}.{one}.md").is_file()]


def examined(page: Page, address: str, language: str) -> None:
    answer = page.goto(f"{address}?lang={language}")
    assert answer is not None
    assert answer.status == 200, address
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, direction_of(language))
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate(WIDER_THAN_SCREEN) <= 0, f"{address} in {language} scrolls sideways"
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == [], f"{address} in {language}"
    foreign = page.locator(IN_ANOTHER.format(language=language)).all_inner_texts()
    assert foreign == [], f"{address} in {language}"
    shown = page.locator("main").inner_text()
    left = re.findall(r"\{\{.*?\}\}|\[@[^\]]*\]|^///.*$|\{#[\w-]+\}", shown, re.MULTILINE)
    assert left == [], f"{address} in {language} shows its marks"


def test_lessons_read_well_in_two_languages_and_more_where_they_are_written(open_page: OpenPage) -> None:
    reader = open_page("trainer@demo.kelim.example")
    for name in lessons():
        assert set(languages_of(name)) >= {"he", "en"}, name
        for language in languages_of(name):
            examined(reader, f"/lessons/{name}", language)
            assert reader.locator("main h2").count() >= 3
            if language in languages_of(name, "facilitate"):
                examined(reader, f"/lessons/{name}/facilitation", language)


def test_the_maps_of_scenarios_read_well(open_page: OpenPage) -> None:
    reader = open_page("trainer@demo.kelim.example")
    for name in lessons():
        for language in languages_of(name, "scenario"):
            examined(reader, f"/lessons/{name}/scenario/graph", language)
