"""The table of jobs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
STATES = (WAITING, RUNNING, DONE, FAILED)

Payload = dict[str, int | str]


class Job(Base):
    """`payload` holds ids and codes, `last_error` a code; at `held_at` its consumer last said that it lives."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_run_at", "state", "run_at"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="known_state"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[Payload] = mapped_column(JSON)
    run_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]
    held_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
