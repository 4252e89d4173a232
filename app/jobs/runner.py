"""Runs claimed jobs through their handlers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog

from app.jobs import service
from app.jobs.models import Payload
from app.jobs.service import Claim

Handler = Callable[[Payload], None]
log = structlog.get_logger("jobs")


class Unfinished(Exception):
    """A handler's word that it could not do its work; `code` is kept with the job."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLater(Unfinished):
    """The trouble may pass."""


class GiveUp(Unfinished):
    """Trying again is of no use."""


class Runner:
    """Handlers by kind, and the jobs that this process has in hand."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self.handlers = dict(handlers)
        self.in_hand: set[int] = set()
        self.is_stopping: Callable[[], bool] = bool

    def run_next(self) -> bool:
        """Runs one job that is due, outside of any transaction; False if there is none."""
        claim = service.claim_next()
        if claim is None:
            return False
        self.in_hand.add(claim.id)
        try:
            self._run(claim)
        finally:
            self.in_hand.discard(claim.id)
        return True

    def run_due(self, limit: int = 1000) -> int:
        """Runs what is due, one after the other; returns how many."""
        number = 0
        while number < limit and self.run_next():
            number += 1
        return number

    def _run(self, claim: Claim) -> None:
        handler = self.handlers.get(claim.kind)
        if handler is None:
            service.fail(claim, "unknown-kind")
            log.error("job of unknown kind", job=claim.id, kind=claim.kind)
            return
        try:
            handler(claim.payload)
        except Unfinished as error:
            service.fail(claim, error.code, for_good=isinstance(error, GiveUp))
            log.warning("job unfinished", job=claim.id, kind=claim.kind, attempt=claim.attempt, code=error.code)
        except Exception as error:
            service.fail(claim, type(error).__name__)
            log.error("job failed", job=claim.id, kind=claim.kind, attempt=claim.attempt, exc_info=error)
        else:
            service.finish(claim)
