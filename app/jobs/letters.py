"""Letters on their way: put into the outbox and sent by a job, both in the transaction of whatever causes them."""

from __future__ import annotations

from app.jobs.models import Payload
from app.jobs.runner import GiveUp, TryLater
from app.jobs.service import enqueue
from app.mail import service as mail
from app.mail.errors import NotNow, Undeliverable
from app.mail.letter import Recipient, Value

SEND = "mail.send"


def post(kind: str, to: Recipient, **values: Value) -> int:
    """Writes a letter of `kind` to somebody in their language and has it sent. Returns the mail's id."""
    mail_id = mail.put(kind, to, values)
    enqueue(SEND, {"mail": mail_id})
    return mail_id


def send(payload: Payload) -> None:
    """The job: sends one mail, unless that was done already."""
    try:
        mail.deliver(int(payload["mail"]))
    except Undeliverable as error:
        raise GiveUp(error.code) from error
    except NotNow as error:
        raise TryLater(error.code) from error
