"""Notice and consent: what was read, what was agreed to, by whom, when, in which language."""

from __future__ import annotations

from collections.abc import Callable

from app.accounts.actor import Actor
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict, NotFound
from app.core.words import N_
from app.privacy import queries
from app.privacy.models import Consent, PrivacyReading
from app.privacy.rules import CONSENTS, EVALUATION, NOTICE, SERVICE

Withdrawn = Callable[[int], None]
_withdrawn: dict[str, list[Withdrawn]] = {}


def has_consent(person_id: int, kind: str = EVALUATION) -> bool:
    """Whether somebody's last word about the text of now is yes; a yes to an older text is none."""
    last = queries.find_consent(person_id, kind)
    return last is not None and last.is_given and last.version == CONSENTS[kind]


def when_withdrawn(kind: str, forget: Withdrawn) -> None:
    """`forget` is called with the person's id, in the transaction in which they take a yes back."""
    calls = _withdrawn.setdefault(kind, [])
    if forget not in calls:
        calls.append(forget)


def read_notice(actor: Actor, language: str) -> None:
    statements = queries.list_statements(queries.institutions_of(actor))
    editions = {str(one.institution_id or SERVICE): one.edition for one in statements}
    session().add(
        PrivacyReading(
            person_id=actor.id, notice=NOTICE, editions=editions, language=language, is_current=True, at=now()
        )
    )
    audit.record(actor.id, "privacy.read-notice", f"person:{actor.id}", detail=f"notice {NOTICE}")


def answer(actor: Actor, kind: str, *, is_given: bool, language: str, seen: int) -> None:
    """Keeps a yes or a no to the text in the version that was `seen`.

    Raises NotFound for a consent that nobody asks for, Conflict if the text has changed since.
    """
    if kind not in CONSENTS:
        raise NotFound(N_("Nobody asks for this consent."))
    if seen != CONSENTS[kind]:
        raise Conflict(N_("This text has changed since you opened it. Please read it again."))
    was_given = has_consent(actor.id, kind)
    session().add(
        Consent(person_id=actor.id, kind=kind, version=CONSENTS[kind], is_given=is_given, language=language, at=now())
    )
    session().flush()
    action = "privacy.consent" if is_given else "privacy.withdraw" if was_given else "privacy.decline"
    audit.record(actor.id, action, f"person:{actor.id}", detail=f"{kind} {CONSENTS[kind]}")
    for forget in _withdrawn.get(kind, []) if was_given and not is_given else []:
        forget(actor.id)
