"""Every page, in every language, on every width, in light and dark: accessible, in direction, inside the screen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app.config import ROOT
from app.core.words import direction_of
from tests.journeys.conftest import sign_in
from tests.journeys.pages import LANGUAGES, NOTHING, PAGES, THEMES, WIDTHS, Case, axe_widths, cases, pairwise
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
    """Ids that stand for {cohort} and others in paths: the mentors' cohort and its roll that is open, the first quiz of
    the mentor, the mentor's role-play that is open, and one that was settled."""
    wanted = """
        SELECT c.id, e.id, m.id
        FROM cohort c JOIN enrolment e ON e.cohort_id = c.id JOIN meeting m ON m.cohort_id = c.id
        WHERE c.programme_id = 'community-mentors' AND m.ends_at < CURRENT_TIMESTAMP
        ORDER BY m.starts_at DESC, e.id"""
    attempt = """
        SELECT a.id FROM quiz_attempt a JOIN enrolment e ON e.id = a.enrolment_id JOIN person p ON p.id = e.person_id
        WHERE p.email = 'mentor@demo.kelim.example' AND a.finished_at IS NOT NULL ORDER BY a.id"""
    role_plays = """
        SELECT o.id, s.id FROM performance o
        JOIN enrolment e ON e.id = o.enrolment_id JOIN person p ON p.id = e.person_id
        JOIN performance s ON s.state = 'settled' AND NOT s.is_passed
        WHERE p.email = 'mentor@demo.kelim.example' AND o.state = 'open'"""
    with sqlite3.connect(f"file:{demo[0].folder / 'kelim.sqlite3'}?mode=ro", uri=True) as connection:
        found = [value for query in (wanted, attempt, role_plays) for value in connection.execute(query).fetchone()]
        lists = (list_written, list_placed, list_practised, list_rated, list_handed, list_supervised, list_measured)
        others = {name: value for one in lists for name, value in one(connection).items()}
    names = ("cohort", "enrolment", "meeting", "attempt", "performance", "settled")
    return dict(zip(names, found, strict=True)) | others


def list_written(connection: sqlite3.Connection) -> dict[str, int]:
    """A written answer that waits, one that was marked and one that came back, with their places in their attempts."""
    rows = connection.execute(
        "SELECT t.state, t.id, t.attempt_id, t.question_id, a.questions FROM marking_task t "
        "JOIN quiz_attempt a ON a.id = t.attempt_id ORDER BY t.id DESC"
    )
    found = dict[str, int]()
    for state, task_id, attempt_id, question_id, questions in rows:
        name = {"settled": "marked"}.get(state, state)
        number = [one["id"] for one in json.loads(questions)].index(question_id) + 1
        found |= {name: task_id, f"{name}_attempt": attempt_id, f"{name}_number": number}
    return found


def list_placed(connection: sqlite3.Connection) -> dict[str, int]:
    """A placement that was opened for a reason, with its site and who signs, and one that waits for its gate."""
    opened = """
        SELECT p.id, p.site_id, s.supervisor_id, t.institution_id FROM placement p JOIN site t ON t.id = p.site_id
        JOIN placement_supervisor s ON s.placement_id = p.id WHERE p.override_reason != ''"""
    waits = """
        SELECT p.id FROM placement p JOIN site t ON t.id = p.site_id
        WHERE p.state = 'agreed' AND t.needs_gate != '' AND p.override_reason = ''"""
    names = ("overridden", "site", "signer", "institution", "locked")
    found = [value for query in (opened, waits) for value in connection.execute(query).fetchone()]
    return dict(zip(names, found, strict=True))


def list_practised(connection: sqlite3.Connection) -> dict[str, int]:
    """Entries of the demo's mentor by state, the newest of each, a case of theirs, and who opened what they wrote."""
    own = "SELECT e.id FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.email LIKE 'mentor@%'"
    states = f"SELECT status, max(id) FROM practicum_entry WHERE enrolment_id IN ({own}) GROUP BY status"
    case = f"SELECT id FROM practice_case WHERE enrolment_id IN ({own})"
    found = {f"{status}_entry": entry_id for status, entry_id in connection.execute(states)}
    glass = f"SELECT id FROM break_glass WHERE enrolment_id IN ({own})"
    return found | {name: connection.execute(query).fetchone()[0] for name, query in (("case", case), ("glass", glass))}


def list_rated(connection: sqlite3.Connection) -> dict[str, int]:
    """The demo's trainee, their cohort, and the last rating that the trainer gave them."""
    last = """
        SELECT r.enrolment_id, e.cohort_id, max(r.id) FROM portfolio_rating r
        JOIN enrolment e ON e.id = r.enrolment_id JOIN person p ON p.id = e.person_id
        JOIN person a ON a.id = r.assessor_id WHERE p.email LIKE 'trainee@%' AND a.email LIKE 'trainer@%'"""
    return dict(zip(("rated", "rated_cohort", "rating"), connection.execute(last).fetchone(), strict=True))


def list_handed(connection: sqlite3.Connection) -> dict[str, int]:
    """The hand-over of the demo's mentor that has begun, and to whom."""
    begun = "SELECT id, receiver_id FROM handover WHERE state = 'begun'"
    return dict(zip(("handed", "receiver"), connection.execute(begun).fetchone(), strict=True))


def list_supervised(connection: sqlite3.Connection) -> dict[str, int]:
    """The session of the demo's mentor, with the case that it was about; the supervisor's group; the one planned."""
    mentor = """
        SELECT i.session_id, i.case_id FROM supervision_item i JOIN enrolment e ON e.id = i.enrolment_id
        JOIN person p ON p.id = e.person_id WHERE p.email LIKE 'mentor@%'"""
    group = "SELECT min(id) FROM supervision_session WHERE setting = 'group'"
    planned = "SELECT max(id) FROM supervision_session WHERE state = 'planned'"
    found = [value for query in (mentor, group, planned) for value in connection.execute(query).fetchone()]
    return dict(zip(("supervision", "supervised_case", "group", "planned"), found, strict=True))


def list_measured(connection: sqlite3.Connection) -> dict[str, int]:
    """What the demo's trainee has not answered yet, and a case of theirs that was measured several times."""
    asked = "SELECT m.id FROM case_measure m JOIN measure_prompt p ON p.measure_id = m.id WHERE p.state = 'open'"
    often = "SELECT case_id FROM case_measure GROUP BY case_id ORDER BY count(*) DESC"
    found = [value for query in (asked, often) for value in connection.execute(query).fetchone()]
    return dict(zip(("measure", "measured"), found, strict=True))


@pytest.fixture(scope="session")
def page_of(browser: Browser, address: str, states: dict[str, object]) -> Iterator[Callable[[str], Page]]:
    """One page a person, kept for the whole matrix."""
    pages: dict[str, Page] = {}

    def page(box: str) -> Page:
        if box not in pages:
            state: Any = states[box] if box else None
            pages[box] = browser.new_context(base_url=address, storage_state=state).new_page()
        return pages[box]

    yield page
    for one in pages.values():
        one.context.close()


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c[0][0] or 'nobody'}{c[0][1]}-{c[1]}-{c[2]}")
def test_page(case: Case, page_of: Callable[[str], Page], places: dict[str, int]) -> None:
    (box, path), language, theme = case
    page = page_of(box)
    requested: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    answer = page.goto(path.format(**places) + ("&" if "?" in path else "?") + f"lang={language}")
    assert answer is not None
    assert answer.status == (404 if path == NOTHING else 200)
    html = page.locator("html")
    assert html.get_attribute("lang") == language
    assert html.get_attribute("dir") == direction_of(language)
    examined = axe_widths(case)
    if examined:
        page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(WIDER_THAN_SCREEN) <= 0, f"the page scrolls sideways at {width} px"
        if width in examined:
            assert page.evaluate(RUN_AXE) == [], f"at {width} px"
    assert [url for url in requested if not url.startswith((origin(page), "data:", "blob:"))] == []
    assert errors == []


def origin(page: Page) -> str:
    return "/".join(page.url.split("/")[:3]) + "/"


def test_every_page_is_examined_in_both_themes() -> None:
    examined = [case for case in cases() if axe_widths(case)]
    assert {(page, theme) for page, _, theme in examined} == {(page, theme) for page in PAGES for theme in THEMES}
    for language in LANGUAGES:
        assert len({page for page, spoken, _ in examined if spoken == language}) > len(PAGES) / 3


def test_the_sample_meets_every_pair() -> None:
    everything: list[Case] = [((b, p), lang, theme) for b, p in PAGES for lang in LANGUAGES for theme in THEMES]
    sample = pairwise(everything)
    assert len(sample) < len(everything)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert {(c[one], c[other]) for c in sample} == {(c[one], c[other]) for c in everything}
