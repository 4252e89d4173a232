"""A test client that judges every page that any test fetches."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HTML = "{http://www.w3.org/1999/xhtml}"
FIRST_TAG = re.compile(r'<html lang="(he|ar|en)" dir="(rtl|ltr)"')
DIRECTIONS = {"he": "rtl", "ar": "rtl", "en": "ltr"}


class BadPage(AssertionError):
    """What is wrong with a page, all of it at once."""


class JudgingClient(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code != 303 and not response.is_streamed:
            faults = list(judge(response.text)) if response.text and "Redirecting" not in response.text[:200] else []
            if faults:
                raise BadPage(f"{response.request.path} ({response.status_code}): " + "; ".join(faults))
        return response


def judge(html: str) -> list[str]:
    """Faults of a page: language and direction, one h1, a title, unique ids, names for controls, valid HTML."""
    found = FIRST_TAG.search(html[:600])
    faults = [] if found else ["no <html lang dir> within the first 600 characters"]
    if found and DIRECTIONS[found.group(1)] != found.group(2):
        faults.append(f"lang {found.group(1)} with dir {found.group(2)}")
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=True)
    tree = parser.parse(html)
    faults += [f"invalid HTML at {place}: {code} {values}" for place, code, values in parser.errors]
    return faults + _structure(tree)


def _structure(tree: Any) -> list[str]:
    faults = []
    headings = tree.findall(f".//{HTML}h1")
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1")
    title = tree.find(f".//{HTML}title")
    if title is None or not (title.text or "").strip():
        faults.append("no title")
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id"))
    faults += [f"id {one} used {times} times" for one, times in ids.items() if times > 1]
    faults += [f"label for {e.get('for')} names nothing" for e in tree.iter(f"{HTML}label") if e.get("for") and e.get("for") not in ids]
    faults += [f"inline {name} on <{e.tag.removeprefix(HTML)}>" for e in tree.iter() for name in e.keys() if name == "style" or name.startswith("on")]
    for form in tree.iter(f"{HTML}form"):
        names = {e.get("name") for e in form.iter(f"{HTML}input")}
        if form.get("method", "").lower() == "post" and "csrf_token" not in names:
            faults.append(f"form to {form.get('action')} without csrf_token")
    return faults
