"""Every kind of question in a real browser: by keyboard alone, without scripts, by dragging, and through axe."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from werkzeug.serving import make_server

from app.catalogue.kinds import KINDS
from tests.journeys.conftest import PHONE
from tests.journeys.pages import is_full
from tests.journeys.test_every_page import AXE, RUN_AXE, WIDER_THAN_SCREEN
from tests.journeys.test_learner import press_until
from tests.support import curriculum
from tests.support.application import PASSWORD
from tests.support.kinds import EVERY_KIND, Sitter, lesson, right_form
from tests.support.school import School

pytestmark = pytest.mark.browser
ROOMY = {"width": 1280, "height": 900}
RIGHT, KEPT = "נכון.", "התשובה שלכם נשמרה."
Seat = tuple[Page, Sitter]


@pytest.fixture
def seat(browser: Browser, school: School) -> Iterator[Callable[..., Seat]]:
    """Somebody's browser at the first question of a quiz of every kind."""
    server = make_server("127.0.0.1", 0, school.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    contexts: list[BrowserContext] = []
    school.publish(curriculum.catalogue(lesson()), "every-kind")
    quiz = lesson().quiz
    assert quiz is not None
    questions = {one.kind: one for one in quiz.questions}

    def take(language: str = "he", viewport: dict[str, int] = PHONE, **options: object) -> Seat:
        address = f"http://127.0.0.1:{server.server_port}"
        context = browser.new_context(base_url=address, viewport=viewport, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        person, _ = school.learner(language=language)
        page.goto(f"/sign-in?lang={language}")
        page.fill("[name=email]", str(person.email))
        page.fill("[name=password]", PASSWORD)
        page.click("main form [type=submit]")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        page.goto(f"/lessons/{EVERY_KIND}/quiz")
        page.click("main form button")
        page.wait_for_url(re.compile(r"/attempts/\d+/\d+"))
        attempt = int(page.url.split("/")[-2])
        return page, Sitter(school, school.client(), attempt, questions)

    yield take
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()


def is_elsewhere(path: str, url: str) -> bool:
    return not url.endswith(path)


def kind_at(sitter: Sitter, page: Page) -> str:
    path = "/" + page.url.split("/", 3)[3].split("?")[0]
    return next(kind for kind in KINDS if sitter.path(kind) == path)


def focused(page: Page) -> Locator:
    return page.locator("*:focus")


def type_answer(page: Page, form: dict[str, list[str]]) -> None:
    """Fills the fields of a page with keys alone, in the order in which Tab comes to them."""
    press_until(page, "main form [name^=answer], main .order-move")
    if page.locator(".is-ordered").count():
        put_in_order(page, form)
        return
    for _ in range(len(form) if "answer" not in form else 1):
        field = focused(page)
        name = str(field.get_attribute("name"))
        match str(field.evaluate("field => field.type")):
            case "radio":
                choose_radio(page, form[name][0])
            case "checkbox":
                tick(page, form[name])
            case "select-one":
                choose_entry(page, field, form[name][0])
            case _:
                page.keyboard.type(form[name][0])
        page.keyboard.press("Tab")


def choose_radio(page: Page, value: str) -> None:
    page.keyboard.press("Space")
    for _ in range(3):
        if focused(page).get_attribute("value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no arrow leads to {value}")


def tick(page: Page, values: list[str]) -> None:
    for at in range(page.locator("main input[type=checkbox]").count()):
        if at:
            page.keyboard.press("Tab")
        if focused(page).get_attribute("value") in values:
            page.keyboard.press("Space")


def choose_entry(page: Page, field: Locator, value: str) -> None:
    for _ in range(field.locator("option").count()):
        if field.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    assert field.input_value() == value


def places(page: Page) -> dict[str, str]:
    """Name → place of each line, top to bottom."""
    selects = page.locator(".parts select").all()
    return {str(one.get_attribute("name")): one.input_value() for one in selects}


def put_in_order(page: Page, form: dict[str, list[str]]) -> None:
    """Brings each line up to its place with its own button, which keeps the focus."""
    for name, (place,) in sorted(form.items(), key=lambda entry: entry[1]):
        while (stands := places(page)[name]) != place:
            button = page.locator(f".part:has([name='{name}']) .order-up")
            button.focus()
            page.keyboard.press("Enter")
            assert int(places(page)[name]) == int(stands) - 1
            expect(button).to_be_focused()
    assert places(page) == {name: place for name, (place,) in form.items()}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_every_kind_is_answered_in_hebrew_on_a_phone_by_keyboard_alone(
    seat: Callable[..., Seat], scripts: bool
) -> None:
    page, sitter = seat("he", java_script_enabled=scripts)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    for _ in KINDS:
        kind = kind_at(sitter, page)
        type_answer(page, right_form(sitter.questions[kind]))
        if focused(page).evaluate("element => element.tagName") != "BUTTON" or kind == "ordering":
            press_until(page, "main form button:not([type])")
        page.keyboard.press("Enter")
        verdict = page.locator("#verdict")
        expect(verdict).to_have_text(KEPT if KINDS[kind].is_marked else RIGHT)
        if scripts:
            expect(verdict).to_be_focused()
            expect(verdict).to_be_in_viewport()
        press_until(page, "main a.button")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        page.wait_for_url(partial(is_elsewhere, sitter.path(kind)))
    assert {kind: sitter.kept(kind).score for kind in KINDS} == {
        kind: None if KINDS[kind].is_marked else 1000 for kind in KINDS
    }


def drag_with_mouse(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()


def drag_with_finger(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    session = page.context.new_cdp_session(page)
    steps = [(start[0] + (end[0] - start[0]) * n / 8, start[1] + (end[1] - start[1]) * n / 8) for n in range(1, 9)]

    def touch(what: str, *points: tuple[float, float]) -> None:
        where = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": where})

    touch("touchStart", start)
    for step in steps:
        touch("touchMove", step)
    touch("touchEnd")


@pytest.mark.parametrize(
    ("drag", "options"),
    [(drag_with_mouse, {"viewport": ROOMY}), (drag_with_finger, {"has_touch": True, "is_mobile": True})],
    ids=["mouse", "finger"],
)
def test_a_line_is_dragged_by_its_number_to_another_place(seat, drag, options) -> None:  # type: ignore[no-untyped-def]
    page, sitter = seat("he", **options)
    page.goto(sitter.path("ordering"))
    lines = page.locator(".part")
    before = list(places(page))
    page.locator(".parts").scroll_into_view_if_needed()
    lines.first.evaluate("line => line.scrollIntoView({block: 'start'})")
    grip, third = lines.first.locator(".order-place").bounding_box(), lines.nth(2).bounding_box()
    assert grip is not None
    assert third is not None
    middle = grip["x"] + grip["width"] / 2
    drag(page, (middle, grip["y"] + 20), (middle, third["y"] + third["height"] - 4))
    after = list(places(page))
    assert after == [before[1], before[2], before[0], *before[3:]]
    assert list(places(page).values()) == ["1", "2", "3", "4"]
    assert "3" in page.locator("main [role=status].visually-hidden").inner_text()


def test_escape_lets_a_dragged_line_go_where_it_was(seat: Callable[..., Seat]) -> None:
    page, sitter = seat("en", viewport=ROOMY)
    page.goto(sitter.path("ordering"))
    before = list(places(page))
    box = page.locator(".part").last.bounding_box()
    first = page.locator(".order-place").first.bounding_box()
    assert box is not None
    assert first is not None
    page.mouse.move(first["x"] + 9, first["y"] + 9)
    page.mouse.down()
    page.mouse.move(first["x"] + 9, box["y"] + box["height"] - 4, steps=5)
    assert list(places(page)) != before
    page.keyboard.press("Escape")
    page.mouse.up()
    assert list(places(page)) == before


def test_where_there_is_room_a_line_is_put_into_its_place(seat: Callable[..., Seat]) -> None:
    """By choosing both with keys, and by dragging; the lists stay what is sent."""
    page, sitter = seat("he", viewport=ROOMY)
    page.goto(sitter.path("categorise"))
    form = right_form(sitter.questions["categorise"])
    lists = page.locator("main select")
    first, second, third = (str(one.get_attribute("name")) for one in lists.all())
    bins = page.locator(".bin-name")
    offered = [one.get_attribute("value") for one in lists.first.locator("option").all()][1:]
    lists.first.focus()
    bins.nth(offered.index(form[first][0])).press("Enter")
    bins.nth(offered.index(form[second][0])).click()
    line, target = page.locator(".part").nth(2).bounding_box(), bins.nth(offered.index(form[third][0])).bounding_box()
    assert line is not None
    assert target is not None
    drag_with_mouse(page, (line["x"] + 9, line["y"] + 9), (target["x"] + 20, target["y"] + 9))
    assert places(page) == {name: value for name, (value,) in form.items()}
    page.click("main form button:not([type])")
    expect(page.locator("#verdict")).to_have_text(RIGHT)


def test_empty_parts_are_pointed_at_once_and_then_taken_as_they_are(seat: Callable[..., Seat]) -> None:
    page, sitter = seat("en")
    page.goto(sitter.path("matching"))
    page.locator("main select").first.select_option(index=1)
    page.click("main form button:not([type])")
    expect(page.locator("main [role=alert]")).to_be_visible()
    page.click("main [role=alert] a")
    expect(page.locator("main select").nth(1)).to_be_focused()
    page.click("main form button:not([type])")
    expect(page.locator("#verdict")).to_be_visible()


def test_words_are_counted_as_they_are_written_and_kept_when_refused(seat: Callable[..., Seat]) -> None:
    page, sitter = seat("he")
    page.goto(sitter.path("reflective"))
    page.locator("main textarea").fill("שתי  מילים")
    expect(page.locator("[data-count]")).to_have_text("2")
    page.click("main form button:not([type])")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("main textarea")).to_have_value("שתי  מילים")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main textarea")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ועוד כמה מילים כאן")
    expect(page.locator("[data-count]")).to_have_text("6")


LOOKS = [
    ("he", "light", PHONE),
    ("ar", "dark", PHONE),
    ("en", "light", ROOMY),
    ("ar", "light", {"width": 320, "height": 700}),
]


EXAMINED = LOOKS if is_full() else [("he", "light", PHONE), ("ar", "dark", PHONE)]


def examine(page: Page, look: tuple[str, str, dict[str, int]]) -> None:
    """Inside the screen in every look; axe, which costs most, reads two of them, and in the full matrix all."""
    assert page.evaluate(WIDER_THAN_SCREEN) <= 0
    if look in EXAMINED:
        page.evaluate(AXE)
        assert page.evaluate(RUN_AXE) == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}-{look[2]['width']}")
def test_every_state_of_every_kind_is_accessible_and_inside_the_screen(seat, look) -> None:  # type: ignore[no-untyped-def]
    language, theme, viewport = look
    page, sitter = seat(language, viewport=viewport, color_scheme=theme)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for kind in KINDS:
        page.goto(sitter.path(kind))
        examine(page, look)
        if kind != "ordering":
            page.locator("main form button:not([type])").click()
            expect(page.locator(".error-summary")).to_be_focused()
            examine(page, look)
        fill_partly(page, right_form(sitter.questions[kind]))
        page.locator("main form button:not([type])").click()
        if page.locator("main form [role=alert]").count():
            page.locator("main form button:not([type])").click()
        expect(page.locator("#verdict")).to_be_visible()
        examine(page, look)
    assert errors == []


def fill_partly(page: Page, form: dict[str, list[str]]) -> None:
    """The first part as it is right, nothing else."""
    name, (value, *_) = next(iter(form.items()))
    field = page.locator(f"main [name='{name}']").first
    if page.locator(".is-ordered").count():
        return
    match str(field.evaluate("field => field.type")):
        case "radio" | "checkbox":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        case "select-one":
            field.select_option(value)
        case _:
            field.fill(value)
