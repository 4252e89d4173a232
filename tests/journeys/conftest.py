"""Whole stories on the service as `make run` starts it: demo institution, supervisor, real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.installation import PASSWORD, Installation, Served

PHONE = {"width": 360, "height": 760}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def demo(
    prepared_installation: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Installation, Served]]:
    """One served demo institution for all stories of this process; each story uses people of its own."""
    folder = tmp_path_factory.mktemp("stories") / "instance"
    shutil.copytree(prepared_installation, folder)
    installation = Installation(folder)
    with installation.served("web") as served:
        yield installation, served


@pytest.fixture(scope="session")
def address(demo: tuple[Installation, Served]) -> str:
    return demo[1].address


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """A page in a fresh browser context; `email` signs in through the front door."""
    contexts: list[BrowserContext] = []

    def opened(email: str = "", language: str = "he", viewport: dict[str, int] = PHONE, **options: Any) -> Page:
        context = browser.new_context(base_url=address, viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/sign-in?lang={language}")
        if email:
            sign_in(page, email)
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page, email: str) -> None:
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form [type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)
