"""Digests of entries and decisions: what a signature is about, and how a touched row is known.

A digest is no secret key: whoever can write the database can write a row and its digest. It ties the rows of an entry,
its decisions and the ledger to one another and to what was printed, so that a change to one of them shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

FORM = 1
ENTRY_FACTS = (
    "enrolment_id",
    "placement_id",
    "client_id",
    "received_digest",
    "category",
    "activity",
    "setting",
    "mode",
    "language",
    "starts_at",
    "ends_at",
    "zone",
    "day",
    "minutes",
    "people",
    "is_interpreted",
    "method",
    "is_worried",
    "status",
    "supervisor_id",
    "amends_id",
    "amend_reason",
    "submitted_at",
    "decided_at",
    "created_at",
)
DECISION_FACTS = (
    "entry_id",
    "round",
    "verdict",
    "supervisor_id",
    "signer_name",
    "signer_role",
    "via",
    "person_id",
    "link_id",
    "paper_id",
    "entry_hash",
    "at",
)


def digest(entry: Any, case_codes: Iterable[str]) -> str:
    """Of all facts of an entry (or a row of its columns) as it stands; its text by a hash of its own."""
    facts = {name: getattr(entry, name) for name in ENTRY_FACTS}
    return seal(facts | {"learning": text_digest(entry.learning), "cases": sorted(case_codes)})


def decision_hash(decision: Any) -> str:
    """Of all facts of a decision, among them the digest of the entry that it left."""
    facts = {name: getattr(decision, name) for name in DECISION_FACTS}
    return seal(facts | {"comment": text_digest(decision.comment)})


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def seal(facts: Mapping[str, object]) -> str:
    """SHA-256 over canonical JSON: sorted keys, no spaces, moments in UTC."""
    plain = {name: _plain(value) for name, value in {**facts, "form": FORM}.items()}
    written = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, (date, time)) else value
