"""Child processes that never outlive their parent and are started again when they end.

Linux kills them with their parent (PR_SET_PDEATHSIG), so even `kill -9` of the supervisor leaves no orphan.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

PR_SET_PDEATHSIG = 1
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STABLE_AFTER = 60.0
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int, with_signal: int = signal.SIGKILL) -> None:
    """Binds this process's life to `parent`'s; ends at once if that is already gone."""
    _libc.prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


@dataclass
class Child:
    """One supervised process. `failures` counts ends in a row that came before it was stable."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    due: float = field(default=0.0)

    def start(self) -> None:
        parent = os.getpid()
        self.started = monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(parent),  # noqa: PLW1509 - the supervisor has one thread
        )

    def tend(self) -> int | None:
        """Starts the process when it is due; returns its exit status in the moment it is seen to have ended."""
        now = monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return None
        status = self.process.poll()
        if status is None:
            return None
        self.process = None
        self.failures = 1 if now - self.started > STABLE_AFTER else self.failures + 1
        self.due = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self.failures - 1))
        return status

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop_by(self, deadline: float) -> None:
        """Waits until `deadline` (monotonic seconds), then kills."""
        if not self.process:
            return
        try:
            self.process.wait(max(0.0, deadline - monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
