"""Every page, in every language, on every width, in light and dark: accessible, in direction, inside the screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from app.config import ROOT
from app.core.words import direction_of
from tests.journeys.conftest import sign_in
from tests.journeys.pages import PAGES, Case, cases, pairwise
from tests.support.installation import Installation, Served

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});
  return found.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`);
}"""
WIDER_THAN_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def states(browser: Browser, address: str) -> dict[str, object]:
    """Signed-in cookies by demo account, so that a matrix signs in once a person."""
    found: dict[str, object] = {}
    for box in sorted({box for box, _ in PAGES} - {""}):
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("/sign-in")
        sign_in(page, f"{box}@demo.kelim.example")
        found[box] = context.storage_state()
        context.close()
    return found


@pytest.fixture(scope="session")
def places(demo: tuple[Installation, Served]) -> dict[str, int]:
    """Ids that stand for {cohort} and {enrolment} in paths."""
    wanted = "SELECT c.id, e.id FROM cohort c JOIN enrolment e ON e.cohort_id = c.id WHERE c.programme_id = ? ORDER BY e.id"
    with sqlite3.connect(f"file:{demo[0].folder / 'kelim.sqlite3'}?mode=ro", uri=True) as connection:
        cohort, enrolment = connection.execute(wanted, ("community-mentors",)).fetchone()
    return {"cohort": cohort, "enrolment": enrolment}


@pytest.fixture
def context_of(browser: Browser, address: str, states: dict[str, object]) -> Iterator[object]:
    made: list[BrowserContext] = []

    def context(box: str, width: int, theme: str) -> BrowserContext:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 800},
            color_scheme=theme,  # type: ignore[arg-type]
            storage_state=states[box] if box else None,  # type: ignore[arg-type]
        )
        made.append(context)
        return context

    yield context
    for one in made:
        one.close()


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c[0][0] or 'nobody'}{c[0][1]}-{c[1]}-{c[2]}-{c[3]}")
def test_page(case: Case, context_of, places: dict[str, int]) -> None:  # type: ignore[no-untyped-def]
    (box, path), language, width, theme = case
    page: Page = context_of(box, width, theme).new_page()
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if "//127.0.0.1" not in request.url else None)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.format(**places) + f"?lang={language}")
    html = page.locator("html")
    assert html.get_attribute("lang") == language
    assert html.get_attribute("dir") == direction_of(language)
    assert page.evaluate(WIDER_THAN_SCREEN) <= 0, "the page scrolls sideways"
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    assert [url for url in foreign if not url.startswith(("data:", "blob:", "about:"))] == []
    assert errors == []


def test_the_sample_meets_every_pair() -> None:
    everything: list[Case] = [((b, p), lang, w, t) for b, p in PAGES[:4] for lang in "xy" for w in (1, 2, 3) for t in "lr"]  # type: ignore[misc]
    sample = pairwise(everything)
    assert len(sample) < len(everything)
    assert {(c[0], c[1]) for c in sample} == {(c[0], c[1]) for c in everything}
    assert {(c[2], c[3]) for c in sample} == {(c[2], c[3]) for c in everything}
