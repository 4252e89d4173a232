"""Reading jobs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.core.clock import now
from app.core.db import session
from app.jobs.models import WAITING, Job


def list_jobs(state: str = "", limit: int = 100) -> Sequence[Job]:
    """Newest first."""
    wanted = select(Job).order_by(Job.id.desc()).limit(limit)
    return session().scalars(wanted.where(Job.state == state) if state else wanted).all()


def count_due() -> int:
    due = select(func.count()).select_from(Job).where(Job.state == WAITING, Job.run_at <= now())
    return session().scalars(due).one()


def count_by_state() -> dict[str, int]:
    counted = session().execute(select(Job.state, func.count()).group_by(Job.state))
    return {row[0]: row[1] for row in counted}
