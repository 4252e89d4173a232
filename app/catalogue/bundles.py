"""The pages of a folder, each a source with its translations laid beside it: `lesson.en.md`, `lesson.he.md`, …"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.catalogue.documents import Bundle, Document, align, read_document
from app.catalogue.findings import Place, Report
from app.catalogue.types import LANGUAGES, Words
from app.catalogue.yaml_records import Record

_FILE = re.compile(r"(?P<page>[a-z-]+)\.(?P<language>[a-z]{2})\.md")
_SOURCE_LANGUAGE = re.compile(rb"^source_language:[ ]*[\"']?([a-z]{2})\b", re.MULTILINE)

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """What the front matter of a page may hold and must hold, in its source and in a translation."""

    may: Keys = ()
    must: Keys = ()
    translated_may: Keys = ("stamp",)
    translated_must: Keys = ("title",)
    has_choices: bool = False


@dataclass(slots=True)
class Pages:
    """The bundles of one folder by page name."""

    id: str
    module: str
    bundles: dict[str, Bundle] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return f"modules/{self.module}/{self.id}/"


@dataclass(frozen=True, slots=True)
class PageReader:
    """`what` is what such a folder holds, as people say it: a lesson."""

    files: Mapping[str, bytes]
    report: Report
    kinds: Mapping[str, PageKind]
    what: str

    def pages(self, identifier: str, module: str) -> Pages:
        found = Pages(identifier, module)
        for page, paths in self._paths(found.folder).items():
            if (bundle := self._bundle(page, paths)) is not None:
                found.bundles[page] = bundle
        return found

    def _paths(self, prefix: str) -> dict[str, dict[str, str]]:
        pages: dict[str, dict[str, str]] = {}
        for path in sorted(self.files):
            if path.startswith(prefix) and (match := _FILE.fullmatch(path[len(prefix) :])):
                if match["page"] not in self.kinds or match["language"] not in LANGUAGES:
                    self.report.error(Place(path), "unknown-file", f"no page of {self.what} has this name")
                else:
                    pages.setdefault(match["page"], {})[match["language"]] = path
        main = next(iter(self.kinds))
        if main not in pages:
            message = f"{self.what} without its page for learners"
            self.report.error(Place(f"{prefix}{main}.en.md"), "missing-file", message)
        return pages

    def _bundle(self, page: str, paths: Mapping[str, str]) -> Bundle | None:
        source_language = self._source_language(paths)
        documents: dict[str, Document] = {}
        for language, path in paths.items():
            document = read_document(
                self.files[path],
                path,
                language,
                self.report,
                is_source=language == source_language,
                has_choices=self.kinds[page].has_choices,
            )
            if document is not None:
                self._read_front(page, document)
                documents[language] = document
        source = documents.pop(source_language, None)
        if source is None:
            return None
        bundle = Bundle(source, documents)
        align(bundle, self.report)
        return bundle

    def _source_language(self, paths: Mapping[str, str]) -> str:
        """The language whose file says `source_language`; a second one, or another language's name, is an error."""
        named = {
            language: match[1].decode()
            for language, path in paths.items()
            if (match := _SOURCE_LANGUAGE.search(self.files[path][:4000]))
        }
        for language, said in named.items():
            line = self.files[paths[language]][:4000].split(b"source_language:")[0].count(b"\n") + 1
            place = Place(paths[language], line)
            if said != language:
                message = f'this file is in "{language}", so its source_language cannot be "{said}"'
                self.report.error(place, "source-language", message)
            elif said != next(iter(named.values())):
                self.report.error(place, "source-language", "another language is the source already")
        return next(iter(named), "en" if "en" in paths else next(iter(paths)))

    def _read_front(self, page: str, document: Document) -> None:
        kind = self.kinds[page]
        if document.front is None:
            if not any(error.file == document.file for error in self.report.errors):
                self.report.error(document.place, "no-front-matter", "the front matter is empty")
            return
        allowed, required = (kind.may, kind.must) if document.is_source else (kind.translated_may, kind.translated_must)
        document.record = document.front.record(allowed, required)
        document.record.required_text("title")


def texts_of(bundle: Bundle, key: str) -> Words:
    """One line of the front matter, in every language that has it."""
    found = {language: document.record.text(key) for language, document in bundle.documents.items() if document.record}
    return {language: text for language, text in found.items() if text}


def titles(bundle: Bundle) -> Words:
    return texts_of(bundle, "title")


def languages_of(bundle: Bundle) -> tuple[str, ...]:
    return tuple(language for language in LANGUAGES if language in bundle.aligned)


def read_reviews(record: Record, wanted: Keys) -> Mapping[str, str]:
    """Who has reviewed the page, of those whose review is wanted."""
    if record.has("reviewed"):
        record.fields["reviewed"].record(wanted)
    return record.mapping("reviewed")
