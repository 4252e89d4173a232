"""A letter as RFC 5322 has it."""

from __future__ import annotations

from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr

from app.mail.models import OutboxMail


class Whole(UnstructuredHeader, BaseHeader):
    """An address of a page stays in one line: the library would break a long one, and encode what it broke."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", Whole)
POLICY = SMTP.clone(header_factory=_headers)


def build(mail: OutboxMail, sender: str) -> EmailMessage:
    """The message, plain text first and HTML beside it. The library refuses line breaks in headers (ValueError).

    The Message-ID depends on the row only, so that a letter sent twice after a crash is recognised as one.
    """
    message = EmailMessage(policy=POLICY)
    domain = parseaddr(sender)[1].partition("@")[2] or "localhost"
    message["From"] = sender
    message["To"] = mail.address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}.{int(mail.created_at.timestamp())}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:  # RFC 8058: programs that read mail show a button of their own
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    message["Content-Language"] = mail.language  # setting content takes away what is said about it before
    return message
