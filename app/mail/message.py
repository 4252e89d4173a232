"""A letter as RFC 5322 has it."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from app.mail.models import OutboxMail


def build(mail: OutboxMail, sender: str) -> EmailMessage:
    """The message, plain text first and HTML beside it. The library refuses line breaks in headers (ValueError).

    The Message-ID depends on the row only, so that a letter sent twice after a crash is recognised as one.
    """
    message = EmailMessage(policy=SMTP)
    domain = parseaddr(sender)[1].partition("@")[2] or "localhost"
    message["From"] = sender
    message["To"] = mail.address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}.{int(mail.created_at.timestamp())}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    message["Content-Language"] = mail.language  # setting content takes away what is said about it before
    return message
