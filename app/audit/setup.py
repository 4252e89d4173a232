"""Joins the chain to the application: its keys, its housekeeping, what it tells those who watch."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import select

from app.audit import requests_setup as requests
from app.audit import sealing, verifying
from app.audit.models import AuditEvent
from app.audit.verifying import Fault
from app.config import Settings, read_master_keys
from app.core.clock import now
from app.core.db import session
from app.core.encryption import KeyRing
from app.operations import readiness
from app.web import doors, errors
from app.web.database import db

EXTENSION = "kelim_audit"
LATE = timedelta(hours=1)


def init_app(app: Flask, settings: Settings) -> None:
    masters = read_master_keys(settings.master_keys.get_secret_value())
    app.extensions[EXTENSION] = KeyRing(masters, list(masters)[-1])
    readiness.add_detail(app, "audit", details)
    doors.on_reading(app, requests.record_reading)
    errors.on_refusal(app, requests.record_refusal)


def ring() -> KeyRing:
    found: KeyRing = current_app.extensions[EXTENSION]
    return found


def seal_waiting() -> int:
    """Housekeeping's, every minute."""
    return sealing.seal_waiting(ring())


def find_faults(noted: str = "", *, without_keys: bool = False) -> list[Fault]:
    return verifying.prove(db.engine, ring().masters, noted, without_keys=without_keys)


def details() -> dict[str, object]:
    """For machines that watch. Where jobs stand still nothing is sealed."""
    last = sealing.head()
    wanted = select(AuditEvent.at).where(AuditEvent.id > (last.last_id if last else 0)).order_by(AuditEvent.id).limit(1)
    waits = session().scalars(wanted).first()
    return {
        "seal": last.id if last else 0,
        "digest": last.digest if last else "",
        "sealed_at": last.at.isoformat(timespec="seconds") if last else None,
        "is_late": waits is not None and waits < now() - LATE,
    }
