"""The life of a job: enqueued, claimed, done, or tried again until it fails for good."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from app.core.clock import now
from app.core.db import after_commit, session, write_transaction
from app.core.errors import Conflict, NotFound
from app.core.words import N_
from app.jobs import rules
from app.jobs.models import DONE, FAILED, RUNNING, WAITING, Job, Payload


def _nobody_listens() -> None:
    """The bell of an application without consumers."""


_bell: Callable[[], None] = _nobody_listens


def provide_bell(ring: Callable[[], None]) -> None:
    """Tells where to ring once a job is committed; called by the edge. Until then nobody is woken."""
    global _bell  # noqa: PLW0603 - one process, one house
    _bell = ring


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in the hands of one consumer, for its n-th attempt."""

    id: int
    kind: str
    payload: Payload
    attempt: int


def enqueue(kind: str, payload: Payload, run_at: datetime | None = None) -> int:
    """Writes a job in the current write transaction; consumers hear of it once that is committed. Returns its id."""
    moment = now()
    job = Job(kind=kind, payload=payload, run_at=run_at or moment, created_at=moment)
    session().add(job)
    session().flush()
    if job.run_at <= moment:
        after_commit(_bell)
    return job.id


def enqueue_all(kind: str, payloads: Sequence[Payload]) -> None:
    """Writes many jobs that are due at once, in one statement."""
    moment = now()
    shared = {"kind": kind, "run_at": moment, "created_at": moment}
    if payloads:
        session().execute(insert(Job), [{"payload": payload, **shared} for payload in payloads])
        after_commit(_bell)


def claim_next() -> Claim | None:
    """Takes the job that has been due for longest; no two consumers ever hold the same one."""
    due = (
        select(Job)
        .where(Job.state == WAITING, Job.run_at <= now())
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    with write_transaction() as db:
        job = db.scalars(due).first()
        if job is None:
            return None
        job.state, job.attempts, job.held_at = RUNNING, job.attempts + 1, now()
        return Claim(job.id, job.kind, dict(job.payload), job.attempts)


def finish(claim: Claim) -> None:
    _settle(claim, state=DONE, finished_at=now(), last_error="")


def fail(claim: Claim, code: str, *, for_good: bool = False) -> None:
    """Puts a job back for another attempt after a pause, or lays it down as failed."""
    moment = now()
    if for_good or rules.is_last(claim.attempt):
        _settle(claim, state=FAILED, finished_at=moment, last_error=code[:80])
    else:
        _settle(claim, state=WAITING, run_at=moment + rules.pause_after(claim.attempt), last_error=code[:80])


def _settle(claim: Claim, **values: object) -> None:
    """Only the claim that still holds the job may say how it ended."""
    with write_transaction() as db:
        db.execute(
            update(Job).where(Job.id == claim.id, Job.state == RUNNING, Job.attempts == claim.attempt).values(**values)
        )


def keep(job_ids: Collection[int]) -> None:
    """Says that these jobs are still being worked on."""
    if job_ids:
        with write_transaction() as db:
            db.execute(update(Job).where(Job.id.in_(sorted(job_ids)), Job.state == RUNNING).values(held_at=now()))


def recover_lost() -> int:
    """Gives jobs back whose consumer fell silent; returns how many. One lost on its last attempt has failed."""
    lost = (Job.state == RUNNING) & (Job.held_at < now() - rules.LEASE)
    if session().scalars(select(Job.id).where(lost).limit(1)).first() is None:
        return 0
    with write_transaction() as db:
        jobs = db.scalars(select(Job).where(lost).with_for_update(skip_locked=True)).all()
        for job in jobs:
            failed = rules.is_last(job.attempts)
            job.state, job.last_error, job.run_at = FAILED if failed else WAITING, "lost", now()
            job.finished_at = now() if failed else None
        return len(jobs)


def set_right() -> int:
    """Jobs from the future, which a clock that was ahead has left, are counted from now on; returns how many."""
    moment = now()
    ahead = (Job.created_at > moment + rules.TOLERANCE) & Job.state.in_((WAITING, RUNNING))
    if session().scalars(select(Job.id).where(ahead).limit(1)).first() is None:
        return 0
    with write_transaction() as db:
        jobs = db.scalars(select(Job).where(ahead).with_for_update(skip_locked=True)).all()
        for job in jobs:
            waits = max(job.run_at - job.created_at, timedelta(0)) if job.attempts == 0 else timedelta(0)
            job.run_at, job.created_at = moment + waits, moment
            job.held_at = min(job.held_at, moment) if job.held_at else None
        return len(jobs)


def forget_old() -> None:
    """Removes jobs that were done long ago."""
    old = (Job.state == DONE) & (Job.run_at < now() - rules.KEPT)
    if session().scalars(select(Job.id).where(old).limit(1)).first() is not None:
        with write_transaction() as db:
            db.execute(delete(Job).where(old))


def retry(job_id: int) -> None:
    """Lets a failed job begin anew. Raises NotFound, or Conflict if it has not failed."""
    job = session().get(Job, job_id)
    if job is None:
        raise NotFound(N_("There is no such job."))
    if job.state != FAILED:
        raise Conflict(N_("Only a failed job can be tried again; this one has not failed."))
    job.state, job.attempts, job.run_at, job.finished_at = WAITING, 0, now(), None
    after_commit(_bell)
