"""A test client that judges every page that any test fetches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.config import ROOT

HTML = "{http://www.w3.org/1999/xhtml}"
FIRST_TAG = re.compile(r'<html lang="(he|ar|en)" dir="(rtl|ltr)"')
DIRECTIONS = {"he": "rtl", "ar": "rtl", "en": "ltr"}


SELF_NAMED = frozenset({"hidden", "submit", "button", "image"})
FETCHED = ("src", "srcset", "poster", "data", "action", "formaction", "background")
STRANGER = re.compile(r"(?i)(?:[a-z][a-z0-9+.-]*:)?//")
# Names that people gave stand in titles and options, where nothing can isolate them; the h1 says the same.
EXCUSED = frozenset({"bdi", "code", "kbd", "option", "pre", "samp", "script", "style", "textarea", "title"})
SPOKEN = ("alt", "aria-label", "placeholder", "title")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+")
GLOSS = re.compile(r"([\u0590-\u06ff]\s*)\([A-Za-z][A-Za-z -]*\)")
LATIN = re.compile(r"[A-Za-z]{2,}[^\w\s]{0,2}\s+[A-Za-z]{2,}")


class BadPage(AssertionError):
    """What is wrong with a page, all of it at once."""


class JudgingClient(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (302, 303):
            faults = judge(response.text) if response.text and "Redirecting" not in response.text[:200] else []
            if faults:
                raise BadPage(f"{response.request.path} ({response.status_code}): " + "; ".join(faults))
        return response


def judge(html: str, *, check_words: bool | None = None) -> list[str]:
    """Faults of a page: language and direction, one h1, a title, unique ids, names for controls, valid HTML, strangers.

    With `check_words` also text that nobody translated; by default as soon as the catalogues are complete.
    """
    found = FIRST_TAG.search(html[:600])
    faults = [] if found else ["no <html lang dir> within the first 600 characters"]
    if found and DIRECTIONS[found.group(1)] != found.group(2):
        faults.append(f"lang {found.group(1)} with dir {found.group(2)}")
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=True)
    tree = parser.parse(html)
    faults += [f"invalid HTML at {place}: {code} {values}" for place, code, values in parser.errors]
    faults += [*_structure(tree), *nameless(tree), *strangers(tree)]
    if found and found.group(1) != "en" and (catalogues_are_complete() if check_words is None else check_words):
        faults += [f"not translated: {text!r}" for text in untranslated(tree, found.group(1))]
    return faults


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
    faults += [
        f"label for {e.get('for')} names nothing"
        for e in tree.iter(f"{HTML}label")
        if e.get("for") and e.get("for") not in ids
    ]
    faults += [
        f"inline {name} on <{e.tag.removeprefix(HTML)}>"
        for e in tree.iter()
        for name in list(e.attrib)
        if name == "style" or name.startswith("on")
    ]
    for form in tree.iter(f"{HTML}form"):
        names = {e.get("name") for e in form.iter(f"{HTML}input")}
        if form.get("method", "").lower() == "post" and "csrf_token" not in names:
            faults.append(f"form to {form.get('action')} without csrf_token")
    return faults


def nameless(tree: Any) -> Iterator[str]:
    """Controls, links and pictures that a screen reader cannot name."""
    labelled = {e.get("for") for e in tree.iter(f"{HTML}label")}
    wrapped = {child for label in tree.iter(f"{HTML}label") for child in label.iter()}
    for e in tree.iter():
        tag = str(e.tag).removeprefix(HTML)
        if e.get("aria-label") or e.get("aria-labelledby") or e.get("title"):
            continue
        is_field = tag in ("select", "textarea") or (tag == "input" and e.get("type") not in SELF_NAMED)
        if is_field and e.get("id") not in labelled and e not in wrapped:
            yield f"<{tag} name={e.get('name')}> has no label"
        pictures = [one for one in e.iter(f"{HTML}img") if one.get("alt")]
        if tag in ("a", "button", "summary") and not "".join(e.itertext()).strip() and not pictures:
            yield f"an empty <{tag}> {e.get('href') or e.get('name') or ''}"
        if tag == "img" and e.get("alt") is None:
            yield f"<img src={e.get('src')}> without alt"


def strangers(tree: Any) -> Iterator[str]:
    """What a browser would fetch from, or send to, another host. Links that people follow are no fault."""
    for e in tree.iter():
        tag = str(e.tag).removeprefix(HTML)
        names = ("href",) if tag in ("link", "use", "base") else () if tag == "a" else FETCHED
        for name in names:
            for address in (e.get(name) or "").split(","):
                if STRANGER.match(address.strip()):
                    yield f"<{tag} {name}={address.strip()}> goes to another host"


def untranslated(tree: Any, lang: str) -> Iterator[str]:
    """Two Latin words or more in a page that is not English, where nothing says that they are meant so."""
    yield from _latin(tree, lang, excused=False)


def _latin(element: Any, lang: str, *, excused: bool) -> Iterator[str]:
    tag = str(element.tag).removeprefix(HTML)
    has_own = tag != "html" and (element.get("lang") not in (None, lang) or element.get("dir") == "auto")
    excused = excused or tag in EXCUSED or has_own
    said = [element.get(name) for name in SPOKEN] + [element.text]
    yield from (text.strip() for text in said if text and not excused and _has_latin_words(text))
    for child in element:
        if isinstance(child.tag, str):
            yield from _latin(child, lang, excused=excused)
        if child.tail and not excused and _has_latin_words(child.tail):
            yield child.tail.strip()


def _has_latin_words(text: str) -> bool:
    """Beside addresses, and terms in brackets behind their translation."""
    return bool(LATIN.search(GLOSS.sub(r"\1", ADDRESS.sub("", text))))


@cache
def catalogues_are_complete() -> bool:
    """Nothing is judged while the texts are still being translated; a law of its own says that they must be."""
    folder = ROOT / "app" / "translations"
    return all(
        (folder / lang / "LC_MESSAGES" / "messages.mo").exists() and not empty(folder, lang) for lang in ("he", "ar")
    )


def empty(translations: Path, lang: str) -> list[str]:
    """Messages of a catalogue without a translation."""
    with (translations / lang / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=lang)
    return [str(one.id) for one in catalogue if one.id and (not all(_forms(one.string)) or one.fuzzy)]


def _forms(string: str | tuple[str, ...] | list[str]) -> list[str]:
    return [string] if isinstance(string, str) else list(string)
