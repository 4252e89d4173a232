"""In which language every text of a page stands: nothing is left in another one than the reader's.

Exact where `judge` is lenient: there two Latin words make a fault, here one does, and one letter of another script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypedDict

from playwright.sync_api import Page

COLLECT = """() => {
  const spoken = ['alt', 'aria-label', 'aria-description', 'data-label', 'placeholder', 'title'];
  const silent = 'script, style, template, noscript';
  const found = [];
  const say = (element, text, how) => {
    if (!text || !text.trim() || element.closest(silent)) return;
    const marked = element.closest('[lang]');
    found.push({text: text.trim(), how, lang: marked ? marked.lang : '',
      purpose: marked && marked.lang !== document.documentElement.lang ? purpose(marked, text.trim()) : '',
      isFree: Boolean(element.closest('[dir=auto]'))});
  };
  const purpose = (marked, text) => {
    if (marked.closest('.languages')) return 'languages';
    if (marked.closest('ol.sources') || marked.matches('a[href^="#source-"]')) return 'source';
    if (marked.matches('main bdi[lang]') && text.split(' ').length <= 8) return 'quoted';
    return '';
  };
  for (const element of document.querySelectorAll('*')) {
    for (const name of spoken) say(element, element.getAttribute(name), name);
    if (element.matches('input[type=submit], input[type=button]')) say(element, element.value, 'value');
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) say(element, node.data, 'text');
  }
  return found;
}"""

SCRIPTS = {
    "he": re.compile(r"[\u05d0-\u05ea]"),
    "ar": re.compile(r"[\u0620-\u064a\u066e-\u06d3]"),
    "en": re.compile(r"[A-Za-z]{2,}"),  # one letter is a mark: N1, option b
}
NAMES = (
    "Kelim",  # this service
    "PWP",  # a profession that has no other title
    "PTSD",  # what health services in Israel call it in every language
    "EQUIP",  # research programmes, known by no other name
    "ENACT",
    "PDF",
    "QR",
)
ADDRESS = r"\S+@\S+|https?://\S+|\b[a-z-]+(?:\.[a-z]+)+\b"
# A term or a name in brackets behind its translation, as somebody may meet it elsewhere: at most three words.
GLOSS = r"(?<=[\u0590-\u06ff] )\([A-Za-z-]+(?: [A-Za-z-]+){0,2}\)"
ALLOWED = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(NAMES)})(?![A-Za-z])|{GLOSS}|{ADDRESS}")


class Line(TypedDict):
    """One text. `purpose` says why it may be in another language, `isFree` that a person wrote it."""

    text: str
    how: str
    lang: str
    purpose: str
    isFree: bool


def lines(page: Page) -> list[Line]:
    """Every text that a page shows, says to a screen reader, or keeps folded."""
    found: list[Line] = page.evaluate(COLLECT)
    return found


def foreign(said: Iterable[Line], language: str) -> Iterator[str]:
    """Texts that a reader of this language cannot read."""
    for line in said:
        if line["lang"] != language:
            if not line["purpose"]:
                yield f"{line['how']} in {line['lang'] or 'no language'}: {line['text'][:120]}"
        elif not line["isFree"]:
            plain = ALLOWED.sub("", line["text"])
            for other, script in SCRIPTS.items():
                if other != language and (word := script.search(plain)):
                    around = plain[max(0, word.start() - 40) : word.end() + 40]
                    yield f"{line['how']} holds {other}: {around}"
