"""Translations are of the source as it stands: which paragraph has changed since, by its stamp."""

from __future__ import annotations

import difflib

from app.catalogue.documents import Bundle, Document
from app.catalogue.reader import Reading
from app.catalogue.stamps import KEY, Piece, pieces, stamp_of

_HINT = "mend the translation, then run flask content stamp"


def check(reading: Reading) -> None:
    for found in reading.pages:
        for bundle in found.bundles.values():
            _bundle(bundle, reading)


def _bundle(bundle: Bundle, reading: Reading) -> None:
    wanted = pieces(bundle.source)
    for document in bundle.translations.values():
        if document.is_faulty or document.record is None:
            continue
        stamp = stamp_of(document)
        if not stamp:
            message = "nothing says which source this translation was made from"
            reading.report.error(document.place, "stamp-missing", message, "run flask content stamp")
        elif stamp != [piece.digest for piece in wanted]:
            _stale(bundle, document, stamp, wanted, reading)


def _stale(bundle: Bundle, document: Document, stamp: list[str], wanted: list[Piece], reading: Reading) -> None:
    ours = pieces(document)
    now = [piece.digest for piece in wanted]
    for tag, before, after, start, end in difflib.SequenceMatcher(None, stamp, now, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for number in range(start, end):
            place = ours[number].place if number < len(ours) else document.place
            theirs = wanted[number]
            message = f"{theirs.says} has changed at {theirs.place.file}:{theirs.place.line} since this was translated"
            reading.report.error(place, "stale-translation", message, _HINT)
        if tag == "delete":
            place = document.record.place_of(KEY) if document.record else document.place
            message = f"{after - before} pieces of {bundle.source.file} are gone since this was translated"
            reading.report.error(place, "stale-translation", message, _HINT)
