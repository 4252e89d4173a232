"""Joins mail to the application: a composer per language and the transport that the settings name."""

from __future__ import annotations

import structlog
from flask import Flask, current_app

from app.config import Settings
from app.mail import service
from app.mail.compose import Composer
from app.mail.service import Office
from app.mail.transports import Console, Smtp

EXTENSION = "kelim_mail"
log = structlog.get_logger("mail")


def init_app(app: Flask, settings: Settings) -> None:
    if settings.is_production and settings.mail_backend == "console":
        log.warning("letters reach nobody: set KELIM_MAIL_BACKEND=smtp")
    transport = Smtp(settings) if settings.mail_backend == "smtp" else Console(settings)
    app.extensions[EXTENSION] = (Composer(settings.public_url), transport, settings.mail_from)
    service.provide_office(office)


def office() -> Office:
    found: Office = current_app.extensions[EXTENSION]
    return found
