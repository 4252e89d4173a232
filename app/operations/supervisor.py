"""Keeps Kelim running: starts the web server and the job consumer, restarts either, stops both.

`python -m app.operations.supervisor [web|jobs]`; the port comes from `PORT`, everything else from KELIM_ settings.
Exit status: 0 when asked to stop, 1 when the port is taken or Kelim did not come up.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from app.config import ROOT, Settings
from app.operations.children import Child, die_with_parent

TICK = 0.1
STOP_WITHIN = 10.0
UP_WITHIN = 120.0
FAILURES_BEFORE_UP = 3
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
ROLES = ("web", "jobs")


class CannotStart(Exception):
    """Why nothing was started, in words for whoever typed the command."""


def read_port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotStart(f"PORT is {text!r}: it must be a number from 1 to 65535.")
    return int(text)


def refuse_taken(host: str, port: int) -> None:
    """Raises CannotStart if somebody listens already: the web server itself would share the port silently."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise CannotStart(
                f"Port {port} on {host} cannot be used ({error.strerror}). Stop what listens there, "
                f"or choose another port: PORT={port + 1 if port < 65535 else port - 1} make run"
            ) from error


def claim(folder: Path) -> IO[str]:
    """One supervisor a folder and port, even when two start at once. The lock lasts while the file is open."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CannotStart("Kelim is already starting or running here with this port.") from error
    return lock


class Supervisor:
    """Runs `roles` until a signal asks it to stop."""

    def __init__(self, settings: Settings, port: int, roles: Sequence[str], folder: Path) -> None:
        self.host, self.port, self.settings = settings.host, port, settings
        self.announced = "web" not in roles
        self.stopping = False
        numbers = folder / "metrics"
        shutil.rmtree(numbers, ignore_errors=True)
        numbers.mkdir()
        environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(numbers)}
        commands = {
            "web": [sys.executable, "-m", "app.operations.web_server", settings.host, str(port)],
            "jobs": [*FLASK, "jobs", "run"],
        }
        self.table = Child("table of accounts", [*FLASK, "demo", "accounts"], dict(environment))
        self.children = [Child(role, commands[role], environment) for role in ROLES if role in roles]

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        give_up = time.monotonic() + UP_WITHIN
        status = 0
        while not self.stopping and status == 0:
            status = self._tend()
            if not self.announced and self._is_ready():
                self._announce()
            elif not self.announced and time.monotonic() > give_up:
                say(f"Kelim did not become ready within {UP_WITHIN:.0f} seconds; the lines above say why.")
                status = 1
            time.sleep(TICK)
        self._stop()
        return status

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def _tend(self) -> int:
        for child in self.children:
            ended = child.tend()
            if ended is None or self.stopping:
                continue
            say(f"The {child.name} process ended with status {ended}; starting it again.")
            if not self.announced and child.name == "web" and child.failures >= FAILURES_BEFORE_UP:
                say("Kelim did not start; the lines above say why.")
                return 1
        return 0

    def _is_ready(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        connection = HTTPConnection(host, self.port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _announce(self) -> None:
        self.announced = True
        host = f"[{self.host}]" if ":" in self.host else self.host
        print(f"Kelim is ready at http://{host}:{self.port}", flush=True)  # noqa: T201
        if self.settings.environment == "demo":
            self.table.start()

    def _stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_WITHIN
        for child in (*self.children, self.table):
            child.stop_by(deadline)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def main(arguments: Sequence[str]) -> int:
    try:
        settings = Settings()
        port = read_port(os.environ.get("PORT") or "8000")
        roles = arguments or ROLES
        if unknown := set(roles) - set(ROLES):
            raise CannotStart(f"No such part: {', '.join(sorted(unknown))}. Parts are {' and '.join(ROLES)}.")
        if "web" in roles:
            refuse_taken(settings.host, port)
        folder = settings.instance_dir / "run" / "-".join((socket.gethostname(), *sorted(roles), str(port)))
        with claim(folder):
            return Supervisor(settings, port, roles, folder).run()
    except CannotStart as error:
        say(str(error))
    except ValidationError as error:
        for problem in error.errors():  # the error's own text would show secret values
            say(f"Setting {'.'.join(map(str, problem['loc']))}: {problem['msg']}".replace("Setting : ", ""))
    return 1


if __name__ == "__main__":
    os.chdir(ROOT)
    if os.environ.get("KELIM_LAUNCHER"):
        die_with_parent(int(os.environ.pop("KELIM_LAUNCHER")), signal.SIGTERM)
    sys.exit(main(sys.argv[1:]))
