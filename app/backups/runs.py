"""A row for each backup and drill, by hand or by the schedule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select, update

from app.backups.errors import BackupError
from app.backups.models import BACKUP, DRILL, SUCCEEDED, BackupRun
from app.backups.rules import Rhythm
from app.backups.service import Made
from app.core.clock import now
from app.core.db import insert_unless_there, session, write_transaction
from app.jobs.models import Payload
from app.jobs.runner import TryLater
from app.jobs.service import enqueue

RUN = "backups.run"
Work = Callable[[], Made]


def ask(kind: str, due_on: date) -> bool:
    """Has the run of that day done by a job, once, however many consumers ask."""
    mine = (BackupRun.kind == kind) & (BackupRun.due_on == due_on)
    if session().scalars(select(BackupRun.id).where(mine)).first() is not None:
        return False
    with write_transaction() as db:
        values = {"kind": kind, "due_on": due_on, "began_at": now(), "outcome": "", "file": "", "size": 0, "rows": 0}
        if not insert_unless_there(BackupRun, values):
            return False
        enqueue(RUN, {"run": db.scalars(select(BackupRun.id).where(mine)).one()})
    return True


def ask_for_due(rhythm: Rhythm) -> None:
    moment = now()
    ask(BACKUP, rhythm.backup_due(moment))
    ask(DRILL, rhythm.drill_due(moment))


def by_hand(kind: str, work: Work) -> Made:
    with write_transaction() as db:
        run = BackupRun(kind=kind, began_at=now())
        db.add(run)
        db.flush()
        run_id = run.id
    return _carry_out(run_id, work)


def by_job(payload: Payload, work: Callable[[str], Made]) -> None:
    """The job of one run; tried again after a failure, whose code the row keeps until then."""
    run = session().get(BackupRun, int(payload["run"]), populate_existing=True)
    if run is None or run.outcome == SUCCEEDED:
        return
    kind = run.kind
    try:
        _carry_out(run.id, lambda: work(kind))
    except BackupError as error:
        raise TryLater(error.code) from error


def _carry_out(run_id: int, work: Work) -> Made:
    try:
        made = work()
    except Exception as error:
        _close(run_id, outcome=error.code if isinstance(error, BackupError) else type(error).__name__[:40])
        raise
    _close(run_id, outcome=SUCCEEDED, file=made.path.name, size=made.size, rows=made.rows)
    return made


def _close(run_id: int, **values: object) -> None:
    with write_transaction() as db:
        db.execute(update(BackupRun).where(BackupRun.id == run_id).values(ended_at=now(), **values))
