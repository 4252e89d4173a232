"""Putting letters into the outbox and sending them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from email.message import EmailMessage

from sqlalchemy import update

from app.core.clock import now
from app.core.db import session, write_transaction
from app.mail.errors import Undeliverable
from app.mail.letter import Letter, Recipient, Value, is_address
from app.mail.message import build
from app.mail.models import REFUSED, SENT, WAITING, OutboxMail

Composer = Callable[[str, str, Mapping[str, Value]], Letter]
Transport = Callable[[EmailMessage, OutboxMail], None]
BLANK = {"address": "", "subject": "", "text": "", "html": "", "unsubscribe": ""}
Office = tuple[Composer, Transport, str]
_office: Callable[[], Office] | None = None


def provide_office(office: Callable[[], Office]) -> None:
    """Tells who composes letters, who carries them and who sends them; called once by the edge."""
    global _office  # noqa: PLW0603 - one process, one house
    _office = office


def office() -> Office:
    if _office is None:
        raise RuntimeError("no post office: create the application first")
    return _office()


def put(kind: str, to: Recipient, values: Mapping[str, Value]) -> int:
    """Composes a letter and puts it into the outbox. Raises Undeliverable for what is no address. Returns its id."""
    if not is_address(to.address):
        raise Undeliverable("no-address")
    compose, _, _ = office()
    letter = compose(kind, to.language, {"name": to.name, **values})
    mail = OutboxMail(
        person_id=to.person_id,
        address=to.address,
        language=to.language,
        kind=kind,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        unsubscribe=letter.unsubscribe,
        created_at=now(),
    )
    session().add(mail)
    session().flush()
    return mail.id


def deliver(mail_id: int) -> None:
    """Sends one letter if it still waits; outside of a transaction, since mail servers are slow.

    Raises Undeliverable, NotNow, or whatever else the transport raises for a trouble that may pass.
    """
    mail = session().get(OutboxMail, mail_id, populate_existing=True)
    if mail is None or mail.state != WAITING:
        return
    _, carry, sender = office()
    try:
        carry(build(mail, sender), mail)
    except Undeliverable:
        _close(mail_id, REFUSED)
        raise
    _close(mail_id, SENT)


def withdraw(mail_id: int) -> None:
    """A letter that is of no use any more is not sent; one that was sent stays as it is."""
    waiting = update(OutboxMail).where(OutboxMail.id == mail_id, OutboxMail.state == WAITING)
    session().execute(waiting.values(state=REFUSED, sent_at=now(), **BLANK))


def drop(people: Collection[int]) -> None:
    """Letters to these people that still wait are not sent."""
    waiting = update(OutboxMail).where(OutboxMail.person_id.in_(people), OutboxMail.state == WAITING)
    session().execute(waiting.values(state=REFUSED, sent_at=now(), **BLANK))


def _close(mail_id: int, state: str) -> None:
    with write_transaction() as db:
        db.execute(update(OutboxMail).where(OutboxMail.id == mail_id).values(state=state, sent_at=now(), **BLANK))
