"""What is known of backups and drills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.backups import rules
from app.backups.models import BACKUP, DRILL, SUCCEEDED, BackupRun
from app.core.clock import now
from app.core.db import session

SHOWN = 20
ASTRAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class State:
    """The last one that succeeded, the last one that ended, and whether the former is too long ago."""

    kind: str
    success: BackupRun | None
    latest: BackupRun | None
    is_late: bool


def states() -> dict[str, State]:
    return {kind: _state(kind) for kind in (BACKUP, DRILL)}


def _state(kind: str) -> State:
    """A run from the future, which a wrong clock left, proves nothing about today."""
    ended = (
        select(BackupRun)
        .where(BackupRun.kind == kind, BackupRun.ended_at <= now() + ASTRAY)
        .order_by(BackupRun.ended_at.desc(), BackupRun.id.desc())
        .limit(1)
    )
    latest = session().scalars(ended).first()
    success = session().scalars(ended.where(BackupRun.outcome == SUCCEEDED)).first()
    return State(kind, success, latest, rules.is_late(kind, success.ended_at if success else None, now()))


def list_runs() -> Sequence[BackupRun]:
    return session().scalars(select(BackupRun).order_by(BackupRun.id.desc()).limit(SHOWN)).all()
