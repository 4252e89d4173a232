"""Markdown of authors → HTML that is safe to show. The only caller of Bleach.

Three walls: Python-Markdown runs with raw HTML switched off; Bleach keeps a short list of tags and attributes; links
match one narrow pattern. Contacts, citations and glossary terms are put in last, token by token, so that the serialiser
escapes every value that we add. Knows neither Flask nor the catalogue: what references mean is handed in as a `Book`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from xml.etree.ElementTree import Element

import bleach
from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from app.core.words import direction_of
from app.web.references import CITATION, REFERENCE, Reference, keys_of

_TEXT = frozenset(
    {"a", "blockquote", "br", "code", "del", "em", "hr", "img", "li", "ol", "p", "strong", "sub", "sup", "ul"}
)
_TABLE = frozenset({"table", "tbody", "td", "th", "thead", "tr"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
TAGS = _TEXT | _TABLE | _HEADINGS
_ABSOLUTE = re.compile(
    r"(?:https?://[^\s/?#\\@]+(?:[/?#][^\s\\]*)?|mailto:[^\s\\<>\"?&]+@[^\s\\<>\"?&]+)", re.IGNORECASE
)
_RELATIVE = re.compile(r"(?![/\\]{2})(?:#[^\s\\]*|(?:\.{0,2}/)?[^\s\\:/?#]*(?:[/?#][^\s\\]*)?)")
_MEDIA = re.compile(r"media/[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+")
_HEADING_ID = re.compile(r"\s*(?<!\{)\{#([a-z][a-z0-9-]*)\}\s*$")
_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_FIGURE = re.compile(r"\b[A-Za-z]\s?[=≈≤≥]\s?[-−]?[.\d]*\d")
"""g = −.29 and its like: one thing, from left to right, in every language."""
_NEVER = re.compile(r"(?<![\w#/-])N\d{1,2}(?![\w-])", re.ASCII)
_PRIVATE = re.compile(f"[{_OPEN}{_CLOSE}]")

_LETTERS = {"he": "\u0591-\u05ea", "ar": "\u0610-\u061a\u0620-\u0669\u066e-\u06d3"}
_OTHERS = {"he": ("ar",), "ar": ("he",), "en": ("he", "ar")}
# Runs of words in the letters of another language of the house; Latin ones may be a name in any language.
_FOREIGN = {
    language: re.compile("|".join(rf"(?P<{x}>[{_LETTERS[x]}]+(?:[\s-]+[{_LETTERS[x]}]+)*)" for x in others))
    for language, others in _OTHERS.items()
}

Token = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    phone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Citation:
    """`label` is what stands in the text, such as a number; `title` names the source in full."""

    label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What references in a text mean, in the `language` of that text. `media` maps `media/x.png` to its address;
    `never` holds the codes of what is never done.

    `terms_as`: a `link` to the glossary; a `tap`, which explains and leads nowhere, where leaving would hurt; a `word`.
    """

    contacts: Mapping[str, Contact] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    citations: Mapping[str, Citation] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    never: frozenset[str] = frozenset()
    terms_as: Literal["link", "tap", "word"] = "link"


EMPTY = Book()


def render(markdown: str, book: Book = EMPTY) -> Markup:
    """A fragment of Markdown as block-level HTML. Never raises on what an author wrote."""
    references: list[str] = []
    text = _protect(markdown, references)
    return Markup(_clean(_engine().reset().convert(text), book, references))  # noqa: S704


def render_inline(markdown: str, book: Book = EMPTY) -> Markup:
    """One paragraph without its `<p>`, for an option or a line of a list: these stand in labels, so terms are words."""
    html = render(markdown, replace(book, terms_as="word"))
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return html[3:-4]
    return html


def sanitise(html: str) -> Markup:
    """HTML from anywhere, brought down to what authors may use. Idempotent."""
    return Markup(_clean(_PRIVATE.sub("", html), EMPTY, []))  # noqa: S704


def _protect(markdown: str, references: list[str]) -> str:
    def stash(match: re.Match[str]) -> str:
        references.append(match[0])
        return f"{_OPEN}{len(references) - 1}{_CLOSE}"

    text = _PRIVATE.sub("", markdown)
    return CITATION.sub(stash, REFERENCE.sub(stash, text))


def _clean(html: str, book: Book, references: list[str]) -> str:
    def with_references(source: object) -> _Finish:
        return _Finish(source, book, references)

    cleaner = bleach.Cleaner(
        tags=TAGS,
        attributes=_may_have,
        protocols=frozenset({"http", "https", "mailto"}),
        strip=True,
        strip_comments=True,
        filters=[with_references],
    )
    return cleaner.clean(html)


def _may_have(tag: str, name: str, value: str) -> bool:
    if tag == "a":
        return name == "href" and is_link(value)
    if tag == "img":
        return name == "alt" or (name == "src" and bool(_MEDIA.fullmatch(value)))
    if tag == "ol":
        return name == "start" and value.isascii() and value.isdigit()
    return tag in _HEADINGS and name == "id" and bool(re.fullmatch(r"[a-z][a-z0-9-]*", value))


def is_link(address: str) -> bool:
    """Whether a text may link there: http(s), an e-mail address, a place in Kelim, or an anchor."""
    return bool(_ABSOLUTE.fullmatch(address) or _RELATIVE.fullmatch(address))


class _HeadingIds(Treeprocessor):
    """`## Title {#id}`: the id becomes the heading's, and leaves its text."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in _HEADINGS and not len(element) and (match := _HEADING_ID.search(element.text or "")):
                element.set("id", match[1])
                element.text = (element.text or "")[: match.start()]
            elif element.tag in _HEADINGS and len(element) and (match := _HEADING_ID.search(element[-1].tail or "")):
                element.set("id", match[1])
                element[-1].tail = (element[-1].tail or "")[: match.start()]


class _House(Extension):
    """What content may not do, taken out of the engine: raw HTML, definitions, code blocks, garbled e-mail links."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        md.parser.blockprocessors.deregister("reference")
        md.parser.blockprocessors.deregister("code")
        md.parser.blockprocessors.deregister("setextheader")
        for pattern in ("html", "automail", "entity"):
            md.inlinePatterns.deregister(pattern)
        md.treeprocessors.register(_HeadingIds(md), "heading_ids", 15)


_local = threading.local()


def _engine() -> Markdown:
    """One engine a thread: building one is dear, sharing one is not safe."""
    engine = getattr(_local, "engine", None)
    if engine is None:
        engine = _local.engine = Markdown(extensions=["tables", "sane_lists", _House()], output_format="html")
    return engine


def mark_foreign(text: str, language: str) -> Markup:
    """Plain text of a language with the words that it quotes in another one marked, as in content."""
    foreign = Markup('<bdi lang="%s" dir="rtl">%s</bdi>')
    return Markup("").join(foreign % (code, piece) if code else piece for code, piece in _pieces(text, language))


def _pieces(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Runs of the text, each with the other language that it is in, or ""."""
    position = 0
    found = _FOREIGN.get(language)
    for match in found.finditer(text) if found else ():
        yield "", text[position : match.start()]
        yield str(match.lastgroup), match[0]
        position = match.end()
    yield "", text[position:]


class _Finish(Filter):
    """After the sanitiser: links say where they lead, pictures get their address, references their meaning."""

    def __init__(self, source: object, book: Book, references: list[str]) -> None:
        super().__init__(source)
        self.book = book
        self.references = references

    def __iter__(self) -> Iterator[Token]:
        inside: list[str] = []
        for token in super().__iter__():
            kind, name = token["type"], token.get("name", "")
            if kind in ("StartTag", "EmptyTag"):
                if (changed := self._tag(token)) is not None:
                    inside.extend([name] if kind == "StartTag" and name in ("a", "code") else [])
                    yield changed
            elif kind == "EndTag":
                if inside and inside[-1] == name:
                    inside.pop()
                yield token
            elif kind == "Characters":
                yield from self._text(token["data"], inside)
            else:
                yield token

    def _tag(self, token: Token) -> Token | None:
        data = {key: self._as_written(value) for key, value in token["data"].items()}
        address = data.get((None, "href"), "")
        if address in self.book.media:
            data[(None, "href")] = self.book.media[address]
        if address.lower().startswith(("http:", "https:")):
            data[(None, "rel")] = "noopener noreferrer"
        if token["name"] == "img":
            source = self.book.media.get(data.get((None, "src"), ""))
            if source is None:
                return None
            data[(None, "src")] = source
            data.setdefault((None, "alt"), "")
        return {**token, "data": data}

    def _text(self, text: str, inside: list[str]) -> Iterator[Token]:
        position = 0
        for match in _TOKEN.finditer(text):
            yield from self._spoken(text[position : match.start()], inside)
            yield from self._reference(int(match[1]), inside)
            position = match.end()
        yield from self._spoken(text[position:], inside)

    def _spoken(self, text: str, inside: list[str]) -> Iterator[Token]:
        """Words that are quoted in another language are marked, so that they are laid out and read aloud as such."""
        for language, piece in _pieces(text, "" if "code" in inside else self.book.language):
            yield from (
                _wrap("bdi", {"lang": language, "dir": "rtl"}, piece) if language else self._leading(piece, inside)
            )

    def _leading(self, text: str, inside: list[str]) -> Iterator[Token]:
        """Codes of the never list lead there, on the same pages on which terms lead to the glossary."""
        codes = self.book.never if self.book.terms_as == "link" and not inside else ()
        position = 0
        for match in _NEVER.finditer(text) if codes else ():
            if match[0] in codes:
                yield from self._figures(text[position : match.start()])
                yield from _wrap("a", {"href": f"/never#{match[0]}"}, match[0])
                position = match.end()
        yield from self._figures(text[position:])

    def _figures(self, text: str) -> Iterator[Token]:
        """Between words from right to left a sign and its number would change sides."""
        position = 0
        for match in _FIGURE.finditer(text) if direction_of(self.book.language) == "rtl" else ():
            yield _characters(text[position : match.start()])
            yield from _wrap("bdi", {"dir": "ltr"}, match[0])
            position = match.end()
        yield _characters(text[position:])

    def _reference(self, number: int, inside: list[str]) -> Iterator[Token]:
        written = self.references[number] if number < len(self.references) else ""
        if "code" in inside:
            yield _characters(written)
        elif CITATION.fullmatch(written):
            yield from self._citations(written, "a" in inside)
        elif match := REFERENCE.fullmatch(written):
            yield from self._expand(Reference.of(match), written, "a" in inside)

    def _expand(self, reference: Reference, written: str, plain: bool) -> Iterator[Token]:
        if reference.kind == "contact" and (contact := self.book.contacts.get(reference.key)):
            yield from _contact(contact, plain)
        elif reference.kind == "term" and (term := self.book.terms.get(reference.key)):
            yield from _term(reference, term, "word" if plain else self.book.terms_as)
        else:
            yield _characters(written)

    def _citations(self, written: str, plain: bool) -> Iterator[Token]:
        yield from _start("sup", {"class": "citation"})
        for number, key in enumerate(keys_of(written)):
            citation = self.book.citations.get(key, Citation(key, ""))
            if number:
                yield _characters(", ")
            if plain or key not in self.book.citations:
                yield _characters(citation.label)
            else:
                link = {"href": f"#source-{key}", "lang": "en", "title": citation.title}
                yield from _wrap("a", link, citation.label)
        yield _end("sup")

    def _as_written(self, value: str) -> str:
        def restore(match: re.Match[str]) -> str:
            number = int(match[1])
            return self.references[number] if number < len(self.references) else ""

        return _TOKEN.sub(restore, value)


def _contact(contact: Contact, plain: bool) -> Iterator[Token]:
    yield from _start("span", {"class": "contact"})
    yield from _wrap("bdi", {}, contact.name)
    if contact.phone:
        yield _characters(" ")
        if not plain:
            yield from _start("a", {"href": "tel:" + re.sub(r"[^0-9+*#]", "", contact.phone)})
        yield from _wrap("bdi", {"dir": "ltr"}, contact.phone)
        if not plain:
            yield _end("a")
    elif is_link(contact.url) and not plain:
        yield _characters(" ")
        yield from _start("a", {"href": contact.url, "rel": "noopener noreferrer"})
        yield from _wrap("bdi", {"dir": "ltr"}, re.sub(r"^https?://|/$", "", contact.url))
        yield _end("a")
    yield _end("span")


def _term(reference: Reference, term: Term, shown_as: str) -> Iterator[Token]:
    word = reference.shown or term.word
    said = {"class": "term", "data-term": reference.key, "title": term.meaning}
    if shown_as == "link":
        yield from _wrap("a", {"href": f"/glossary#{reference.key}", **said}, word)
    elif shown_as == "tap":
        yield from _wrap("span", said, word)
    else:
        yield _characters(word)


def _wrap(name: str, attributes: Mapping[str, str], text: str) -> Iterator[Token]:
    yield from _start(name, attributes)
    yield _characters(text)
    yield _end(name)


def _start(name: str, attributes: Mapping[str, str]) -> Iterator[Token]:
    data = {(None, key): value for key, value in attributes.items() if value}
    yield {"type": "StartTag", "name": name, "namespace": None, "data": data}


def _end(name: str) -> Token:
    return {"type": "EndTag", "name": name, "namespace": None}


def _characters(text: str) -> Token:
    return {"type": "Characters", "data": text}
