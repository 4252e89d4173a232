"""What is being set up, for one browser and some minutes: a stranger's browser never sees another's secret."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from app.accounts.keys import key_of
from app.core.clock import now
from app.core.db import insert_unless_there, session
from app.core.encryption import KeyRing, seal, unseal
from app.core.errors import Gone
from app.core.words import N_
from app.second_step import queries, totp
from app.second_step.models import StepDraft

APP, PASSKEY, CODES = "app", "passkey", "codes"
KINDS = (APP, PASSKEY)
LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose second step it is, and the browser (hash of its token) in which they change it."""

    person_id: int
    browser: str
    ring: KeyRing

    @property
    def key(self) -> bytes:
        return key_of(self.ring, self.person_id)

    def seal(self, kind: str, text: str) -> bytes:
        return seal(self.key, text, f"{kind}:{self.person_id}")

    def unseal(self, kind: str, sealed: bytes) -> str:
        return unseal(self.key, sealed, f"{kind}:{self.person_id}")


def begin(owner: Owner, kind: str) -> None:
    """A fresh secret or challenge; two windows of one browser share the first one."""
    put(owner, kind, totp.new_secret() if kind == APP else secrets.token_hex(32))


def put(owner: Owner, kind: str, text: str) -> None:
    session().execute(delete(StepDraft).where(StepDraft.browser_hash == owner.browser, StepDraft.expires_at <= now()))
    values = {
        "browser_hash": owner.browser,
        "kind": kind,
        "person_id": owner.person_id,
        "sealed": owner.seal(f"draft-{kind}", text),
        "expires_at": now() + LASTS,
    }
    insert_unless_there(StepDraft, values)


def find(owner: Owner, kind: str) -> str | None:
    """The secret, the challenge in hex, or the codes as JSON."""
    draft = queries.find_draft(owner.person_id, owner.browser, kind)
    return owner.unseal(f"draft-{kind}", draft.sealed) if draft else None


def take(owner: Owner, kind: str) -> str:
    """Ends the draft and returns it. Raises Gone if there is none, or another window was faster."""
    text = find(owner, kind)
    if text is None or not drop(owner, kind):
        raise Gone(N_("This took too long, or was done in another window. Begin again."))
    return text


def drop(owner: Owner, kind: str) -> bool:
    mine = (StepDraft.browser_hash == owner.browser, StepDraft.kind == kind, StepDraft.person_id == owner.person_id)
    return session().execute(delete(StepDraft).where(*mine).returning(StepDraft.kind)).first() is not None


def put_codes(owner: Owner, codes: Sequence[str]) -> None:
    """To be read and written down; the newest take the place of others that wait."""
    drop(owner, CODES)
    put(owner, CODES, json.dumps(list(codes)))


def find_codes(owner: Owner) -> list[str]:
    found: list[str] = json.loads(find(owner, CODES) or "[]")
    return found


def drop_all(person_id: int) -> None:
    session().execute(delete(StepDraft).where(StepDraft.person_id == person_id))


def forget_old() -> None:
    session().execute(delete(StepDraft).where(StepDraft.expires_at < now()))
