"""How letters leave the house: by SMTP, or onto the console of a demo."""

from __future__ import annotations

import smtplib
import ssl
import sys
from email.message import EmailMessage

import structlog

from app.config import Settings
from app.mail.errors import NotNow, Undeliverable
from app.mail.models import OutboxMail

PATIENCE_SECONDS = 20
log = structlog.get_logger("mail")


class Console:
    """Sends nothing. The log says that there was a letter; only a demo shows it, with the link in it."""

    def __init__(self, settings: Settings) -> None:
        self._shows = settings.environment == "demo"

    def __call__(self, _message: EmailMessage, mail: OutboxMail) -> None:
        log.info("mail not sent: console", mail=mail.id, kind=mail.kind, language=mail.language)
        if self._shows:
            print(f"\n--- To: {mail.address}\n--- {mail.subject}\n\n{mail.text}\n---", file=sys.stderr, flush=True)  # noqa: T201


class Smtp:
    """Plain, STARTTLS or TLS; certificates are checked."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, message: EmailMessage, mail: OutboxMail) -> None:
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            if all(code >= 500 for code in codes):
                raise Undeliverable(f"smtp-{max(codes)}") from None
            raise NotNow(f"smtp-{max(codes)}") from None
        except smtplib.SMTPResponseException as error:  # its text may quote the address
            raise NotNow(f"smtp-{error.smtp_code}") from None
        log.info("mail sent", mail=mail.id, kind=mail.kind, language=mail.language)

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        place = (settings.smtp_host, settings.smtp_port)
        if settings.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                *place, timeout=PATIENCE_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(*place, timeout=PATIENCE_SECONDS)
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        return server
