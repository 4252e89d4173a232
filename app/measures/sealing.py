"""What nobody reads in the database: answers and notes, sealed with the learner's own key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from app.accounts.models import PersonKey
from app.core.db import session
from app.core.encryption import KeyRing, Unreadable, WrappedKey, seal, unseal
from app.measures.models import CaseMeasure


def key_of(ring: KeyRing, person_id: int) -> bytes:
    """Raises Unreadable if the key was destroyed or its master is missing."""
    stored = session().get(PersonKey, person_id)
    if stored is None:
        raise Unreadable("this person has no key")
    return ring.unwrap(WrappedKey(stored.master_id, stored.wrapped))


def digest(key: bytes, facts: Mapping[str, object]) -> str:
    """By which a second sending is known. Keyed: a few answers could be guessed from a plain hash."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), default=str)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def seal_answers(key: bytes, measure: CaseMeasure, answers: Mapping[str, int]) -> bytes | None:
    return seal(key, json.dumps(dict(answers), sort_keys=True), _where("answers", measure)) if answers else None


def open_answers(key: bytes, measure: CaseMeasure) -> dict[str, int]:
    """Raises Unreadable."""
    if measure.answers is None:
        return {}
    found: dict[str, int] = json.loads(unseal(key, measure.answers, _where("answers", measure)))
    return found


def seal_note(key: bytes, measure: CaseMeasure, note: str) -> bytes | None:
    return seal(key, note, _where("note", measure)) if note else None


def open_note(key: bytes, measure: CaseMeasure) -> str:
    """Raises Unreadable."""
    prompt = measure.prompt
    return unseal(key, prompt.note, _where("note", measure)) if prompt and prompt.note else ""


def _where(what: str, measure: CaseMeasure) -> str:
    return f"measure-{what}:{measure.enrolment_id}:{measure.client_id}"
