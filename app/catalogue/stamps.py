"""Which words of the source a translation was made from: ordered digests in its front matter, written by machine."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.catalogue.documents import Bundle, Document
from app.catalogue.findings import Place
from app.catalogue.reader import Reading
from app.catalogue.units import digest_of, prose

KEY = "stamp"
_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the source's prose: its digest, where it stands, and how to name it."""

    digest: str
    place: Place
    says: str


def pieces(document: Document) -> list[Piece]:
    """In reading order: the front matter's prose, then the body's. A translation has as many as its source."""
    body = [Piece(unit.digest, unit.place, unit.describe()) for unit in prose(document.units)]
    return [*_front(document), *body]


def _front(document: Document) -> Iterator[Piece]:
    record = document.record
    if record is None:
        return
    if record.has("title"):
        yield Piece(digest_of("title", record.text("title")), record.place_of("title"), "the title")
    for key in ("summary", "alternative", "not_now", "adapt"):
        if record.has(key):
            yield Piece(digest_of(key, record.text(key)), record.place_of(key), f"the {key}")
    for kind, key, inside in (("objective", "objectives", "text"), ("skill", "skills", "title")):
        for number, value in enumerate(record.items(key), 1):
            texts = (inner for name, _, inner in value.entries() if name == inside) if not value.is_text else ()
            text = next(iter(texts), value)
            yield Piece(digest_of(kind, text.text()), text.place, f"{kind} {number}")
    if record.has("warning"):
        for key, _, inner in record.fields["warning"].entries():
            if key != "level":
                yield Piece(digest_of("warning", inner.text()), inner.place, f"the warning's {key}")


def stamp_of(document: Document) -> list[str]:
    return list(document.record.texts(KEY)) if document.record else []


def restamped(reading: Reading) -> Mapping[str, bytes]:
    """Path → new bytes of each translation whose stamp is not what its source asks for. Faulty ones are left alone."""
    changed: dict[str, bytes] = {}
    for found in reading.pages:
        for bundle in found.bundles.values():
            for document in _translations(bundle):
                data = reading.files[document.file]
                fresh = write_stamp(data, [piece.digest for piece in pieces(bundle.source)])
                if fresh != data:
                    changed[document.file] = fresh
    return changed


def _translations(bundle: Bundle) -> Iterator[Document]:
    for document in bundle.translations.values():
        if not document.is_faulty and document.record is not None:
            yield document


def write_stamp(data: bytes, digests: list[str]) -> bytes:
    """The file with this stamp as the last entry of its front matter; all other bytes as they were."""
    lines = data.decode("utf-8").split("\n")
    end = lines.index("---", 1)
    front = _without_stamp(lines[1:end])
    text = textwrap.fill(
        f"{KEY}: [{', '.join(digests)}]", _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
    return "\n".join([lines[0], *front, *text.split("\n"), *lines[end:]]).encode("utf-8")


def _without_stamp(front: list[str]) -> list[str]:
    kept: list[str] = []
    is_inside = False
    for line in front:
        is_inside = line.startswith(f"{KEY}:") or (is_inside and line.startswith((" ", "-", "]")))
        if not is_inside:
            kept.append(line)
    return kept
