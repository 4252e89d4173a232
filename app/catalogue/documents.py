"""One Markdown file: front matter and units, in one language. Translations are laid beside their source here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.catalogue.findings import Place, Report
from app.catalogue.scanner import scan
from app.catalogue.units import Unit
from app.catalogue.yaml_records import Record, Value, parse

MARK = "---"


@dataclass(slots=True)
class Document:
    """`is_faulty` says that its units cannot be laid beside others."""

    file: str
    language: str
    is_source: bool
    front: Value | None
    units: list[Unit]
    body_line: int
    record: Record | None = None
    is_faulty: bool = False

    @property
    def place(self) -> Place:
        return Place(self.file)


@dataclass(slots=True)
class Bundle:
    """A source and its translations by language; `units` of all are aligned unless a document is faulty."""

    source: Document
    translations: dict[str, Document] = field(default_factory=dict)

    @property
    def documents(self) -> Mapping[str, Document]:
        return {self.source.language: self.source, **self.translations}

    @property
    def aligned(self) -> Mapping[str, Document]:
        return {language: document for language, document in self.documents.items() if not document.is_faulty}


def decode(data: bytes, file: str, report: Report) -> str | None:
    """A file's text, or None with a finding: UTF-8, LF, no byte-order mark, a newline at the end."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        report.error(
            Place(file, line, column), "encoding", "this is not UTF-8 text; was the file cut or saved otherwise?"
        )
        return None
    if not text.strip():
        report.error(Place(file), "empty-file", "the file is empty")
        return None
    if text.startswith("\ufeff"):
        report.error(Place(file), "encoding", "the file begins with a byte-order mark", "save it as plain UTF-8")
        text = text[1:]
    if (position := text.find("\r")) >= 0:
        line = text.count("\n", 0, position) + 1
        report.error(Place(file, line), "line-endings", "lines end with LF alone", "save with Unix line endings")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.endswith("\n"):
        last = Place(file, text.count("\n") + 1)
        report.error(
            last, "no-final-newline", "the last line has no end; was the file cut off?", "end it with a newline"
        )
    return text


def read_document(
    data: bytes, file: str, language: str, report: Report, *, is_source: bool, has_choices: bool = False
) -> Document | None:
    text = decode(data, file, report)
    if text is None:
        return None
    lines = text.split("\n")
    if lines[0].rstrip() != MARK:
        report.error(Place(file), "no-front-matter", "the file begins with a line --- and its front matter")
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == MARK), None)
    if end is None:
        report.error(Place(file), "no-front-matter", "the front matter is never closed by a line ---")
        return None
    front = parse("\n".join(lines[1:end]) + "\n", file, report, first=2)
    if front is not None and not front.is_mapping:
        front.error("bad-value", "front matter is made of keys and values")
        front = None
    units = scan(lines[end + 1 :], file, report, first=end + 2, is_source=is_source, has_choices=has_choices)
    return Document(file, language, is_source, front, units, end + 2)


def align(bundle: Bundle, report: Report) -> None:
    """Marks and reports each translation whose sequence of units is not the source's."""
    for document in bundle.translations.values():
        where = _first_difference(bundle.source.units, document.units)
        if where is not None:
            document.is_faulty = True
            _report_difference(bundle.source, document, where, report)


def _first_difference(source: Sequence[Unit], translation: Sequence[Unit]) -> int | None:
    for number, (theirs, ours) in enumerate(zip(source, translation, strict=False)):
        if theirs.shape != ours.shape:
            return number
    return None if len(source) == len(translation) else min(len(source), len(translation))


def _report_difference(source: Document, translation: Document, number: int, report: Report) -> None:
    theirs = source.units[number] if number < len(source.units) else None
    ours = translation.units[number] if number < len(translation.units) else None
    if theirs is None and ours is not None:
        after = source.units[-1].last if source.units else source.body_line
        message = f"the source ends at {source.file}:{after}; here follows {ours.describe()}"
        report.error(ours.place, "misaligned", message, "leave it out, or add it to the source")
    elif ours is None and theirs is not None:
        end = translation.units[-1].last if translation.units else translation.body_line
        message = (
            f"the translation ends here; the source goes on at {source.file}:{theirs.first} with {theirs.describe()}"
        )
        report.error(Place(translation.file, end), "misaligned", message)
    elif ours is not None and theirs is not None:
        message = f"here stands {ours.describe()}; the source has {theirs.describe()} at {source.file}:{theirs.first}"
        report.error(ours.place, "misaligned", message, "translate unit for unit")
