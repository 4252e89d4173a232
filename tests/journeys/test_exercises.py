"""Every exercise of the year read in a browser, and its sheet: accessible, in direction, and on paper one page.

`make test` walks a few that hold between them every kind of block; the full matrix walks all of them.
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

FOLDER = ROOT / "modules" / "finding-the-tools"
PLAN = (ROOT / "curriculum" / "programmes" / "finding-the-tools.yaml").read_text(encoding="utf-8")
ALL = re.findall(r"^    folder: (\S+)$", PLAN, re.MULTILINE)
SAMPLE = ("five-senses-gentle", "load-light-boundary-line", "paced-breath", "slow-page")
SHEETS = ("he", "ar", "en")
pytestmark = pytest.mark.browser


def exercises() -> list[str]:
    return ALL if is_full() else [name for name in ALL if name in SAMPLE]


def examined(page: Page, address: str, language: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, direction_of(language))
    assert page.evaluate(WIDER_THAN_SCREEN) <= 0, address
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == [], address


def test_exercises_read_well_in_two_languages_and_more_where_they_are_written(open_page: OpenPage) -> None:
    reader = open_page("mentor@demo.kelim.example")
    for name in exercises():
        written = [one for one in ("he", "en", "ar") if (FOLDER / name / f"exercise.{one}.md").is_file()]
        assert set(written) >= {"he", "en"}
        for language in written:
            examined(reader, f"/practice/exercises/{name}?lang={language}", language)
            assert reader.locator(".reading-steps > li").count() >= 2
            assert reader.locator(f"main [lang]:not([lang={language}], cite, bdi, .citation a)").count() == 0


def test_sheets_are_one_page_in_three_languages(open_page: OpenPage) -> None:
    page = open_page()
    for name in exercises():
        if not (FOLDER / name / "sheet.en.md").is_file():
            assert page.goto(f"/sheets/{name}").status == 404  # type: ignore[union-attr]
            continue
        for language in SHEETS:
            examined(page, f"/sheets/{name}?lang={language}", language)
            paper = page.pdf(format="A4", prefer_css_page_size=True)
            assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1, f"{name} in {language}"


def test_a_mentor_copies_the_link_and_notes_that_they_shared(open_page: OpenPage) -> None:
    page = open_page("mentor@demo.kelim.example", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/practice/exercises/paced-breath?lang=en")
    page.get_by_role("link", name="Share it by a sheet").click()
    page.get_by_role("button", name="Copy the link").first.click()
    page.get_by_text("Copied.").first.wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/sheets/paced-breath\?lang=he$", link)
    page.get_by_label("With whom").select_option("group")
    page.get_by_role("button", name="Note it").click()
    page.get_by_text("Noted, for you alone.").wait_for()
    assert page.locator("form[action$='/share/forget']").count() == 1
