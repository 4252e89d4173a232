"""A letter and its reader; addresses that may be written to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

Value = str | int
LONGEST_ADDRESS = 254
_PLAIN = re.compile(r"[!-~]+@[!-~]+")


@dataclass(frozen=True, slots=True)
class Recipient:
    address: str
    name: str
    language: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: a subject, and the same words as plain text and as HTML; where letters of its kind are ended."""

    subject: str
    text: str
    html: str
    unsubscribe: str = ""


def is_address(text: str) -> bool:
    """Whether mail can be sent there: one plain ASCII address, so that nothing in it can become another header."""
    if len(text) > LONGEST_ADDRESS or not _PLAIN.fullmatch(text):
        return False
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return False
    return True
