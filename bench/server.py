"""The server under measurement: the supervisor of `make run` with the web server of `make run`, on one core.

`python -m bench.server` is the supervisor, `python -m bench.server HOST PORT` the web server that it starts.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.config import ROOT, Settings
from app.operations import logs
from app.operations.supervisor import Supervisor
from app.operations.web_server import serve
from tests.support.processes import free_port, wait_until

TARGET = "bench.application:app"


@dataclass(frozen=True)
class Served:
    """A running server; `workers` are the processes that answer."""

    port: int
    workers: tuple[psutil.Process, ...]

    def seconds(self) -> float:
        """CPU seconds that the workers have used so far."""
        return sum(sum(worker.cpu_times()[:2]) for worker in self.workers)


@contextmanager
def served(environment: Mapping[str, str], log: Path, cores: set[int]) -> Iterator[Served]:
    """The server, ready, until the end of the block. Raises RuntimeError with the log's end if it does not come up."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.server"],
            cwd=ROOT,
            env={**environment, "PORT": str(port)},
            stdout=output,
            stderr=output,
        )
    psutil.Process(process.pid).cpu_affinity(sorted(cores))  # what it starts inherits them
    try:
        wait_until(lambda: "Kelim is ready" in log.read_text() or process.poll() is not None, "the server's start", 120)
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()[-3000:]}")
        yield Served(port, workers_of(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def workers_of(supervisor: int) -> tuple[psutil.Process, ...]:
    """The leaves of the process tree: granian's workers."""
    family = psutil.Process(supervisor).children(recursive=True)
    return tuple(one for one in family if not one.children() and "resource_tracker" not in " ".join(one.cmdline()))


def supervise() -> int:
    settings, port = Settings(), int(os.environ["PORT"])
    folder = settings.instance_dir / "run"
    folder.mkdir(parents=True, exist_ok=True)
    supervisor = Supervisor(settings, port, ["web"], folder)
    supervisor.children[0].command = [sys.executable, "-m", "bench.server", settings.host, str(port)]
    return supervisor.run()


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(supervise())
    chosen = Settings()
    logs.configure(chosen.log_format)
    serve(sys.argv[1], int(sys.argv[2]), chosen, target=TARGET)
