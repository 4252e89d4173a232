"""What a slow phone has to fetch, as bytes over the real server: headers and compressed bodies."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.request import Request

import pytest

from app.config import ROOT
from tests.support.installation import PASSWORD, Installation, Visitor

FIRST_LOAD, LATER_PAGE = 150_000, 40_000
PROGRAMME = "/programmes/community-mentors"
LESSONS = sorted(f"/lessons/{page.parent.name}" for page in (ROOT / "modules").glob("*/*/lesson.en.md"))
STATIC = re.compile(r"/static/[\w./-]+")
PLAN = (ROOT / "curriculum/programmes/finding-the-tools.yaml").read_text("utf-8")
EXERCISES = [f"/practice/exercises/{name}" for name in re.findall(r"^ +folder: (\S+)", PLAN, re.MULTILINE)]
YEAR = ("/practice", "/practice/year", "/practice/tools", "/practice/days", "/practice/journal", "/practice/reminders")
LANGUAGES = ("he", "ar", "en")


class Phone(Visitor):
    """Takes compressed answers and counts their bytes."""

    def fetch(self, path: str) -> tuple[int, str]:
        request = Request(self.address + path, headers={"Accept-Encoding": "gzip, deflate, br"})
        with self.opener.open(request, timeout=20) as answer:
            body = answer.read()
            return len(body) + head_size(answer), decoded(answer, body)

    def sign_in(self, name: str) -> None:
        status, page = self.get("/sign-in")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert status == 200
        assert token
        form = {"email": f"{name}@demo.kelim.example", "password": PASSWORD, "csrf_token": token.group(1)}
        assert self.post("/sign-in", form)[0] == 200


def head_size(answer: HTTPResponse) -> int:
    return sum(len(name) + len(value) + 4 for name, value in answer.getheaders())


def decoded(answer: HTTPResponse, body: bytes) -> str:
    """Only pages and style sheets are looked into."""
    return gzip.decompress(body).decode() if answer.headers["Content-Encoding"] == "gzip" else ""


@pytest.fixture(scope="module")
def address(prepared_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("weight") / "instance"
    shutil.copytree(prepared_installation, folder)
    with Installation(folder).served("web") as served:
        yield served.address


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["/", PROGRAMME, *LESSONS, "/hours", "/help-now"])
def test_a_first_load_with_everything_that_any_page_may_use_is_light(address: str, page: str, language: str) -> None:
    assert first_load(address, "admin", page, language) <= FIRST_LOAD


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exercise_is_light_at_first_and_later(address: str, language: str) -> None:
    phone = Phone(address)
    phone.sign_in("mentor")
    sizes = {page: phone.fetch(f"{page}?lang={language}")[0] for page in (*YEAR, *EXERCISES)}

    assert {page: size for page, size in sizes.items() if size > LATER_PAGE} == {}
    assert first_load(address, "mentor", max(EXERCISES, key=lambda page: sizes[page]), language) <= FIRST_LOAD


def first_load(address: str, name: str, page: str, language: str) -> int:
    """Bytes of a page with everything that it names."""
    phone = Phone(address)
    phone.sign_in(name)
    size, html = phone.fetch(f"{page}?lang={language}")
    used = set(STATIC.findall(html))
    style = next(name for name in used if name.endswith(".css"))
    fonts = re.findall(r"/static/fonts/[\w.-]+", phone.get(style)[1])
    whole = size + sum(phone.fetch(name)[0] for name in {*used, *fonts, "/service-worker.js"})

    assert len(used) >= 4
    return whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_later_pages_are_light_for_staff_who_may_open_every_lesson(address: str, language: str) -> None:
    phone = Phone(address)
    phone.sign_in("admin")
    pages = ["/", PROGRAMME, *LESSONS, *(f"{lesson}/facilitation" for lesson in LESSONS), "/help-now"]

    sizes = {page: phone.fetch(f"{page}?lang={language}")[0] for page in pages}

    assert {page: size for page, size in sizes.items() if size > LATER_PAGE} == {}


@pytest.mark.parametrize("name", ["mentor", "trainee", "trainer", "coordinator"])
def test_later_pages_are_light_for_everybody(address: str, name: str) -> None:
    phone = Phone(address)
    phone.sign_in(name)

    _, home = phone.fetch("/")
    linked = sorted(set(re.findall(r'<a[^>]* href="(/[^"?#]*)"', home)))
    sizes = {page: phone.fetch(page)[0] for page in linked}

    assert len(sizes) > 3
    assert {page: size for page, size in sizes.items() if size > LATER_PAGE} == {}
