"""A coordinator brings in three hundred people from a messy spreadsheet; an old phone enters by a printed card."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, OpenPage
from tests.support import sheets
from tests.support.cameras import codes_of

pytestmark = pytest.mark.browser
COORDINATOR = "coordinator@demo.kelim.example"
WORDS = "ארבע מילים שקטות יחד"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDE = {"width": 1280, "height": 900}


def upload(page: Page, domain: str) -> None:
    page.goto("/set-up")
    page.locator("main .row-title a").first.click()
    page.goto("/imports/new")
    content = sheets.workbook([*sheets.rows(domain=domain)])
    page.set_input_files("[name=file]", {"name": "רשימה סופית (3).xlsx", "mimeType": XLSX, "buffer": content})
    page.locator("[name=place]").select_option(index=1)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/imports/\d+$"))


def problems(page: Page) -> int:
    return page.locator("section[aria-labelledby=problems] > ul > li").count()


def mend_all(page: Page) -> None:
    """What is suggested is taken with one press; the rest is written into its form."""
    where = page.url
    while page.locator("form[action$='/suggestion'] button").count():
        page.locator("form[action$='/suggestion'] button").first.click()
        page.wait_for_url(where)
    while problems(page):
        page.locator("section[aria-labelledby=problems] .row-title a").first.click()
        number = re.search(r"/lines/(\d+)$", page.url)[1]  # type: ignore[index]
        expect(page.locator(".error-summary, .field-error").first).to_be_visible()
        page.fill("[name=email]", f"mended.{number}@example.ac.il")
        page.fill("[name=name]", f"מתוקן {number}")
        page.fill("[name=phone]", "")
        page.fill("[name=start]", "")
        page.select_option("[name=language]", "")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(where)


def apply(page: Page) -> None:
    page.locator("form[action$='/apply'] button").click()
    expect(page.locator("form[action$='/undo']")).to_be_visible()


def print_cards(page: Page) -> bytes:
    form = page.locator("form[action$='/sheet']").first
    token = form.locator("[name=csrf_token]").get_attribute("value") or ""
    answer = page.request.post(form.get_attribute("action") or "", form={"csrf_token": token, "part": "1"})
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_spreadsheet_to_the_first_page_of_a_learner(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(COORDINATOR, "he", viewport=WIDE, java_script_enabled=scripts)
    upload(page, "with.ac.il" if scripts else "without.ac.il")
    if scripts:
        assert problems(page) == sheets.BAD
        mend_all(page)
        apply(page)
        page.locator("form[action$='/undo'] button").click()
        page.locator("form[action$='/again'] button").click()
        expect(page.locator("form[action$='/apply']")).to_be_visible()
    else:
        page.locator("form[action$='/leave-out'] button").last.click()
    apply(page)
    codes = codes_of(print_cards(page))
    assert len(set(codes)) == 200
    enter(open_page, codes[7 if scripts else 8])
    page.reload()
    page.locator("form[action$='/undo']").wait_for(state="detached")


def enter(open_page: OpenPage, code: str) -> None:
    """By an old phone: 360 pixels, no scripts."""
    phone = open_page(viewport=PHONE, java_script_enabled=False)
    phone.goto("/" + code.partition("://")[2].partition("/")[2])
    for name in ("password", "again"):
        phone.fill(f"[name={name}]", WORDS)
    phone.locator("main form button[type=submit]").click()
    phone.wait_for_url(re.compile(r"/$"))
    expect(phone.locator("h1")).to_be_visible()
