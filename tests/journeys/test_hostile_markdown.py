"""What a hostile author writes stays dead in a real browser, with the content security policy and without it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from app.web.headers import POLICY
from app.web.markup import render, sanitise
from tests.web.test_markup import BOOK, HOSTILE

pytestmark = pytest.mark.browser
DEAD = """() => ({
  marks: Object.keys(window).filter(key => key.startsWith('pwned')),
  tags: [...document.querySelectorAll(
    ['script', 'style', 'svg', 'math', 'form', 'base', 'meta', 'link', 'iframe', 'object', 'embed', 'template']
      .map(tag => `body ${tag}`).join()
  )].map(e => e.outerHTML),
  handlers: [...document.querySelectorAll('body *')].flatMap(
    e => [...e.attributes].filter(a => /^on|^style$|^srcdoc$|^formaction$/i.test(a.name)).map(a => a.name)),
  schemes: [...document.querySelectorAll('body [href], body [src]')].flatMap(
    e => [e.href, e.src].filter(Boolean)).filter(u => !/^(https?|mailto|tel):/i.test(u)),
})"""


@contextmanager
def site(body: str, headers: dict[str, str]) -> Iterator[str]:
    """One page at an address of its own; everything else is 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if found:
                self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def armed(text: str) -> str:
    """The same attack, but one whose success can be seen."""
    return text.replace("alert(1)", "window.pwned=1").replace("alert(2)", "window.pwned=1")


def page_of(fragments: list[str]) -> str:
    return f"<!doctype html><html lang='en'><title>Hostile</title><body>{''.join(f'<div>{f}</div>' for f in fragments)}"


def attack(
    browser: Browser, fragments: list[str], headers: dict[str, str]
) -> tuple[dict[str, list[str]], list[str], list[str]]:
    context = browser.new_context()
    page = context.new_page()
    requested: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    with site(page_of(fragments), headers) as address:
        page.goto(address)
        page.wait_for_timeout(300)
        found = page.evaluate(DEAD)
        foreign = [url for url in requested if not url.startswith(address)]
    context.close()
    return found, foreign, dialogs


@pytest.mark.parametrize("headers", [{"Content-Security-Policy": POLICY}, {}], ids=["with policy", "without policy"])
@pytest.mark.parametrize("walls", ["markup", "sanitiser alone"])
def test_hostile_content_is_dead(browser: Browser, headers: dict[str, str], walls: str) -> None:
    wall = (lambda text: render(text, BOOK)) if walls == "markup" else sanitise
    found, foreign, dialogs = attack(browser, [wall(armed(text)) for text in HOSTILE], headers)
    assert found == {"marks": [], "tags": [], "handlers": [], "schemes": []}
    assert [url for url in foreign if "127.0.0.1" not in url] == []
    assert dialogs == []


def test_the_same_attacks_live_where_nothing_stops_them(browser: Browser) -> None:
    """The proof that the test above can fail."""
    found, _, _ = attack(browser, [armed(text) for text in HOSTILE], {})
    assert found["marks"] == ["pwned"]
    assert found["tags"]
    assert found["handlers"]


def test_the_policy_alone_stops_scripts_too(browser: Browser) -> None:
    found, _, dialogs = attack(
        browser,
        ["<script>window.pwned=1</script>", "<img src=x onerror='window.pwned=1'>"],
        {"Content-Security-Policy": POLICY},
    )
    assert found["marks"] == []
    assert dialogs == []
