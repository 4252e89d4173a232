"""The process that runs jobs: huey's workers, and beside them the sweeper."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import structlog

from app.core.clock import now
from app.jobs import housekeeping, queries, service
from app.jobs.bell import Bell
from app.jobs.runner import Runner

WORKERS = 2
LONGEST_SILENCE = 1.0
STOP_WITHIN = 8
SWEEP_EVERY = 10.0
SWEEP_ALONE_EVERY = 1.0
log = structlog.get_logger("jobs")


class Sweeper:
    """Gives lost jobs back, rings for those that are due, says which jobs this process still holds; keeps house."""

    def __init__(self, runner: Runner, bell: Bell, context: Callable[[], AbstractContextManager[object]]) -> None:
        self._runner, self._bell, self._context = runner, bell, context
        self._stop = threading.Event()
        self._tidied: datetime | None = None
        self._looked: datetime | None = None
        self._thread = threading.Thread(target=self._watch, name="sweeper", daemon=True)

    def sweep(self) -> None:
        with self._context():
            service.keep(frozenset(self._runner.in_hand))
            if lost := service.recover_lost():
                log.warning("lost jobs given back", number=lost)
            if early := service.set_right():
                log.warning("jobs from the future set right", number=early)
            service.forget_old()
            self._tidy()
            for _ in range(min(WORKERS, queries.count_due())):
                self._bell.ring()

    def _tidy(self) -> None:
        if self._tidied is None or now() - self._tidied >= housekeeping.EVERY:
            housekeeping.run()
            self._tidied = now()
        if self._looked is None or now() - self._looked >= housekeeping.OFTEN:
            self._looked = now()
            housekeeping.run_often()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(STOP_WITHIN)

    def _watch(self) -> None:
        pause = SWEEP_EVERY if self._bell.is_shared else SWEEP_ALONE_EVERY
        while not self._stop.is_set():
            try:
                self.sweep()
            except Exception as error:
                log.error("sweep failed", error=type(error).__name__)
            self._stop.wait(pause)


def consume(runner: Runner, bell: Bell, context: Callable[[], AbstractContextManager[object]]) -> None:
    """Runs until SIGTERM or SIGINT; jobs in hand get some seconds to end, else the next sweeper finds them."""
    sweeper = Sweeper(runner, bell, context)
    consumer = bell.open().create_consumer(
        workers=WORKERS,
        periodic=False,
        max_delay=LONGEST_SILENCE,
        graceful_signal="TERM",
        shutdown_timeout=STOP_WITHIN,
    )
    runner.is_stopping = consumer.stop_flag.is_set
    sweeper.start()
    log.info("consumer started", workers=WORKERS)
    consumer.run()
    sweeper.stop()
    log.info("consumer stopped")
