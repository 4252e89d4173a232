"""Every page of the safe start on a phone, in three languages: accessible, inside the screen, in the reader's language.

The lessons are found in the content, so that a new one is walked by itself; `make test` walks a fair part of them,
`make test-all` all.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.pages import is_full
from tests.journeys.test_every_page import AXE, RUN_AXE, WIDER_THAN_SCREEN
from tests.journeys.walking import LANGUAGES, SAFE_START, Walk, list_written, served
from tests.support.application import PASSWORD, make_app
from tests.support.house import House
from tests.support.tongues import Line, foreign, lines

pytestmark = pytest.mark.browser
LESSONS = tuple(one for module in SAFE_START for one in list_written(module))
UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true })"
FEW = 2
Case = tuple[str, str, str]  # lesson, language, part


def everything() -> list[Case]:
    return [(one.id, language, part) for one, language in product(LESSONS, LANGUAGES) for part in sorted(one.parts)]


def sample() -> list[Case]:
    """Each lesson with its notes in one language, by turns; one whole quiz and one whole scenario in each language."""
    chosen = [
        (one.id, LANGUAGES[at % 3], part)
        for at, one in enumerate(LESSONS)
        for part in ("lesson", "facilitate")
        if one.has(part)
    ]
    for part in ("quiz", "scenario"):
        having = [one for one in LESSONS if one.has(part)]
        chosen += [(having[at % len(having)].id, language, part) for at, language in enumerate(LANGUAGES)]
    return chosen


@pytest.fixture(scope="session")
def walk(prepared: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("walk") / "instance"
    shutil.copytree(prepared, folder)
    app = make_app(folder)
    with served(app) as address:
        made = Walk(House(app, PASSWORD, date.today() - timedelta(days=120)), browser, address)
        yield made
        made.close()


class Visit:
    """One part of a lesson in one language; the first pages of each kind go through axe, in the full matrix all."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language, self.kinds = page, language, dict[str, int]()
        self.errors: list[str] = []
        page.on("pageerror", self._note)
        page.on("console", self._listen)

    def _note(self, error: object) -> None:
        self.errors.append(str(error))

    def _listen(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.errors.append(getattr(message, "text", ""))

    def see(self, path: str, kind: str) -> None:
        """Raises AssertionError for whatever is wrong with the page."""
        answer = self.page.goto(f"{path}?lang={self.language}")
        assert answer is not None
        assert answer.status == 200, path
        assert self.page.url.split("?")[0].endswith(path), f"{path} leads to {self.page.url}"
        self.page.evaluate(UNFOLD)
        unread = list(foreign(lines(self.page), self.language))
        assert not unread, "\n".join((path, *unread))
        assert self.page.evaluate(WIDER_THAN_SCREEN) <= 0, f"{path} scrolls sideways"
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if is_full() or self.kinds[kind] <= FEW:
            self.page.evaluate(AXE)
            assert self.page.evaluate(RUN_AXE) == [], path
        assert self.errors == [], path

    def end(self) -> None:
        self.page.remove_listener("pageerror", self._note)
        self.page.remove_listener("console", self._listen)


def see_lesson(walk: Walk, visit: Visit, lesson_id: str) -> None:
    visit.see(f"/lessons/{lesson_id}", "lesson")


def see_notes(walk: Walk, visit: Visit, lesson_id: str) -> None:
    visit.see(f"/lessons/{lesson_id}/facilitation", "notes")


def see_quiz(walk: Walk, visit: Visit, lesson_id: str) -> None:
    """Its first page, every question of the pool, each again once it is answered, and the result."""
    lesson = walk.lessons()[lesson_id]
    visit.see(f"/lessons/{lesson_id}/quiz", "quiz")
    attempt = walk.sit(lesson)
    numbers = range(1, len(attempt.questions) + 1)
    for number in numbers:
        visit.see(f"/attempts/{attempt.id}/{number}", "question")
    walk.answer_all(attempt, lesson)
    for number in numbers:
        visit.see(f"/attempts/{attempt.id}/{number}", "answered")
    visit.see(f"/attempts/{attempt.id}", "result")


def see_scenario(walk: Walk, visit: Visit, lesson_id: str) -> None:
    """Its first page, then every scene at the end of the shortest way to it; endings with what the way was."""
    lesson = walk.lessons()[lesson_id]
    assert lesson.scenario is not None
    visit.see(f"/lessons/{lesson_id}/scenario", "scenario")
    for scene in lesson.scenario.scenes:
        visit.see(walk.stand_at(lesson, scene), "ending" if scene.ending else "scene")


PARTS: dict[str, tuple[str, Callable[[Walk, Visit, str], None]]] = {
    "lesson": ("learner", see_lesson),
    "facilitate": ("trainer", see_notes),
    "quiz": ("learner", see_quiz),
    "scenario": ("learner", see_scenario),
}


@pytest.mark.parametrize("case", everything() if is_full() else sample(), ids="-".join)
def test_every_page_is_read_in_its_language(case: Case, walk: Walk) -> None:
    lesson_id, language, part = case
    who, see = PARTS[part]
    visit = Visit(walk.page(who), language)
    try:
        see(walk, visit, lesson_id)
    finally:
        visit.end()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/never", "/before-visit", "/emergency-card"])
def test_what_goes_along_is_read_in_its_language(walk: Walk, path: str, language: str) -> None:
    visit = Visit(walk.page("learner"), language)
    try:
        visit.see(path, path)
    finally:
        visit.end()


def test_the_walk_misses_no_lesson_and_no_part(walk: Walk) -> None:
    planned = {one.id: one for one in LESSONS}
    assert set(planned) == set(walk.lessons())
    for lesson in walk.lessons().values():
        parts = {"lesson"} | {"quiz" for _ in [1] if lesson.quiz} | {"scenario" for _ in [1] if lesson.scenario}
        assert planned[lesson.id].parts == parts | {"facilitate" for _ in [1] if lesson.facilitation}
    chosen = set(sample())
    assert chosen <= set(everything())
    assert {lesson_id for lesson_id, _, _ in chosen} == set(planned)
    for language in LANGUAGES:
        assert len({lesson_id for lesson_id, spoken, part in chosen if spoken == language and part == "lesson"}) >= 3
        assert {part for _, spoken, part in chosen if spoken == language} == set(PARTS)


PLANTED = [
    ("he", "<p>שלום welcome</p>"),
    ("he", "<p>שלום <b>ثمّ</b></p>"),
    ("he", "<details><summary>עוד</summary>Folded words</details>"),
    ("he", "<button aria-label='Close'>×</button>"),
    ("he", "<input placeholder='Your name'>"),
    ("he", "<img alt='A door'>"),
    ("ar", "<abbr title='meaning'>معنى</abbr>"),
    ("ar", "<table><td data-label='Minutes'>٥</table>"),
    ("ar", "<p>مرحبا שלום</p>"),
    ("ar", "<p lang='en'>This paragraph was never translated.</p>"),
    ("ar", "<h2><span lang='en' dir='ltr'>A title that was never translated</span></h2>"),
    ("ar", "<p><bdi lang='he'>כל הפסקה הזאת נשארה בעברית ואף אחד לא תרגם אותה לערבית</bdi></p>"),
    ("ar", "<p>الأفكار (a gloss that goes on and on)</p>"),
    ("en", "<p>Hello שלום</p>"),
    ("en", "<p>Hello مرحبا</p>"),
]
MEANT = [
    ("he", "<p>כתבו אל name@example.org, או באתר sahar.org.il, על PWP</p>"),
    ("ar", "<p>وPWP، عيران (ERAN)</p>"),
    ("ar", "<p>يقولون <bdi lang='he'>לפחות</bdi></p>"),
    ("he", "<nav class='languages'><a lang='en'>English</a></nav>"),
    ("he", "<ol class='sources' lang='en'><li>Weger, 2014. The relative effectiveness</li></ol>"),
    ("he", "<p><bdi dir='auto'>Noa Cohen</bdi></p>"),
    ("he", "<script>const words = 'never shown'</script>"),
]


@pytest.mark.parametrize(("language", "html"), PLANTED)
def test_what_was_not_translated_is_found(walk: Walk, language: str, html: str) -> None:
    assert list(foreign(said(walk, language, html), language)) != []


@pytest.mark.parametrize(("language", "html"), MEANT)
def test_what_is_meant_so_is_left_alone(walk: Walk, language: str, html: str) -> None:
    assert list(foreign(said(walk, language, html), language)) == []


def said(walk: Walk, language: str, html: str) -> list[Line]:
    page = walk.page("learner")
    page.goto("/offline")
    page.set_content(f"<!doctype html><html lang='{language}'><main>{html}</main>")
    return lines(page)
