"""Answers to whatever question a page asks: in a form that a client sends, or in a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

from playwright.sync_api import Page

from app.catalogue.kinds import FIELD, KINDS
from app.catalogue.kinds.reflective import limits_of
from app.catalogue.types import Question

Attributes = Sequence[tuple[str, str | None]]


def filled(html: str) -> list[tuple[str, str]]:
    """Names and values of the question's form as somebody would send it who takes the first thing that comes."""
    reader = _Reader()
    reader.feed(html)
    return reader.values


def right(question: Question) -> dict[str, list[str]]:
    """What a browser sends for the right answer; to a question that a person marks, words enough."""
    kind = KINDS[question.kind]
    if kind.is_marked:
        return {FIELD: [" ".join(["word"] * limits_of(question)[0])]}
    return kind.form(question, kind.key(question))


class _Reader(HTMLParser):
    """The n-th list takes its n-th entry, so that places in an order differ."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self.is_inside = False
        self.list, self.entries, self.lists = "", list[str](), 0

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.is_inside = "data-answer" in has
        elif self.is_inside and tag == "input":
            self._input(has)
        elif self.is_inside and tag == "select":
            self.list, self.entries = has["name"], []
        elif self.is_inside and tag == "option" and has.get("value"):
            self.entries.append(has["value"])
        elif self.is_inside and tag == "textarea":
            self.values.append((has["name"], " ".join(["word"] * max(int(has.get("data-least") or 0), 1))))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "select" and self.list:
            self.values.append((self.list, self.entries[self.lists % len(self.entries)]))
            self.list, self.lists = "", self.lists + 1

    def _input(self, has: Mapping[str, str]) -> None:
        name = has.get("name", "")
        if has.get("type") == "hidden":
            self.values.append((name, has.get("value", "")))
        elif has.get("type") in ("radio", "checkbox"):
            if name not in dict(self.values):
                self.values.append((name, has["value"]))
        elif name:
            self.values.append((name, "45" if has.get("inputmode") == "decimal" else "word"))


def fill_in(page: Page, form: Mapping[str, Sequence[str]]) -> None:
    """Puts these values into the question's form, whichever way its page offers them."""
    for name, values in form.items():
        for value in values:
            field = page.locator(f"form[data-answer] [name='{name}']")
            kind = field.first.evaluate("field => field.type")
            if kind in ("radio", "checkbox"):
                page.locator(f"form[data-answer] [name='{name}'][value='{value}']").check()
            elif kind == "select-one" and not field.is_visible():
                field.evaluate("(field, value) => { field.value = value }", value)
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)
