"""Proves what decisions lean on: the scan or the link that they name, and records as they were handed out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from app.core.db import session
from app.practicum.deciding import LINK, PAPER
from app.practicum.proof import DECISION, Book, Fault
from app.practicum.signing_models import SigningLine, SigningLink, SigningPaper, SigningRecord

LINK_TABLE, PAPER_TABLE, RECORD_TABLE = "signing_link", "signing_paper", "signing_record"


def check(book: Book) -> Iterator[Fault]:
    for model, table in ((SigningPaper, PAPER_TABLE), (SigningRecord, RECORD_TABLE)):
        yield from _contents(model, table)
    yield from _ways(book)


def _contents(model: Any, table: str) -> Iterator[Fault]:
    """One at a time: a scan may be large."""
    for number in session().scalars(select(model.id).order_by(model.id)).all():
        content, digest = session().execute(select(model.content, model.digest).where(model.id == number)).one()
        if hashlib.sha256(content).hexdigest() != digest:
            yield Fault(table, number, "hash", "is not the file that its digest says")


def _ways(book: Book) -> Iterator[Fault]:
    """A decision by link or paper was made by that one's supervisor, about an entry that it opened."""
    papers = _signers(SigningPaper)
    links = _signers(SigningLink)
    opened = {(row[0], row[1]) for row in session().execute(select(SigningLine.link_id, SigningLine.entry_id))}
    for row in (one for found in book.decisions.values() for one in found):
        if row.via == PAPER and row.paper_id is not None and papers.get(row.paper_id) != row.supervisor_id:
            yield Fault(DECISION, row.id, "paper", f"{PAPER_TABLE} {row.paper_id} is gone, or is another supervisor's")
        if row.via == LINK and row.link_id is not None and links.get(row.link_id) != row.supervisor_id:
            yield Fault(DECISION, row.id, "link", f"{LINK_TABLE} {row.link_id} is gone, or is another supervisor's")
        elif row.via == LINK and row.link_id is not None and (row.link_id, row.entry_id) not in opened:
            yield Fault(DECISION, row.id, "link", f"{LINK_TABLE} {row.link_id} did not open entry {row.entry_id}")


def _signers(model: Any) -> dict[int, int]:
    return {row[0]: row[1] for row in session().execute(select(model.id, model.supervisor_id))}
